import { z } from 'zod'

/** What the inputs of several areas are made of. */
export const id = <Prefix extends string>(prefix: Prefix) =>
  z.custom<`${Prefix}_${string}`>(
    (value) => typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-z]{1,40}$`).test(value),
    `expected an id that starts with ${prefix}_`,
  )

export const nothing = z.strictObject({})
export const line = (max: number) => z.string().trim().min(1).max(max)
