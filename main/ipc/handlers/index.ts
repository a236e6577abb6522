import { requestNames } from '#shared/contract/names.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { Handlers, OperatorHandlers } from './handlers.ts'

export type { Caller, Handlers, OperatorHandlers } from './handlers.ts'

type AnyHandler = (input: unknown, by: OperatorView) => Promise<unknown>

/** Hands every request to its handler together with who works in the window right now. */
export function createHandlers(handlers: OperatorHandlers, currentOperator: () => OperatorView): Handlers {
  const entries = requestNames.map((name) => {
    const handle = handlers[name] as AnyHandler
    return [name, async (input: unknown) => handle(input, currentOperator())] as const
  })
  return Object.fromEntries(entries) as unknown as Handlers
}

/**
 * The handlers of a console whose database could not be opened: it runs, says so, and does nothing else.
 * @param message the sentence of its notice
 */
export function createClosedHandlers(
  open: Pick<OperatorHandlers, 'workspace.get'>,
  operator: OperatorView,
  message: string,
): Handlers {
  const entries = requestNames.map((name) => {
    if (name === 'workspace.get') return [name, async () => open[name]({}, operator)] as const
    return [name, () => Promise.reject(new ProblemError('storage-unavailable', message))] as const
  })
  return Object.fromEntries(entries) as unknown as Handlers
}
