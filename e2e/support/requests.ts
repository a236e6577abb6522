import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/contract/bridge.ts'
import type { RequestName } from '#shared/contract/names.ts'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { Result } from '#shared/contract/result.ts'

/**
 * Makes a request of the contract from inside the console's window, through the object the preload put there:
 * the way that any script in the window has, and no other.
 */
export function request<Name extends RequestName>(
  window: Page,
  name: Name,
  input: RequestInput<Name>,
): Promise<Result<RequestOutput<Name>>> {
  return window.evaluate(
    async ([requestName, given]) => {
      const [area, verb] = requestName.split('.') as [string, string]
      const bridge = (globalThis as unknown as { bonafide: Bridge }).bonafide
      const areas = bridge as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
      return (await areas[area]?.[verb]?.(given)) as never
    },
    [name, input] as const,
  )
}

/** As `request`, and gives the value. @throws Error with the problem's code where there is none */
export async function ask<Name extends RequestName>(
  window: Page,
  name: Name,
  input: RequestInput<Name>,
): Promise<RequestOutput<Name>> {
  const result = await request(window, name, input)
  if (!result.ok) throw new Error(`${name}: ${result.problem.code}: ${result.problem.message}`)
  return result.value
}
