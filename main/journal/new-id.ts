import { randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghijklmnopqrstuv'

/** A new id of a kind, e.g. `newId('chan')`: 100 random bits in base 32 after the prefix. */
export function newId<Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` {
  let text = ''
  for (const byte of randomBytes(20)) text += alphabet[byte & 31]
  return `${prefix}_${text}`
}
