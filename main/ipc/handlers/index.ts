import { requestNames } from '#shared/contract/names.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { Caller, Handlers, OperatorHandlers, SessionHandlers, SessionRequest } from './handlers.ts'

export type { Caller, Handlers, OperatorHandlers, SessionHandlers } from './handlers.ts'

type AnyHandler = (input: unknown, by: OperatorView, caller: Caller) => Promise<unknown>

/**
 * Hands every request to its handler together with who works in the asking window right now. Nothing in a request
 * says who that is.
 *
 * @param workerIn throws `locked` where nobody does
 */
export function createHandlers(
  session: SessionHandlers,
  handlers: OperatorHandlers,
  workerIn: (windowId: number) => OperatorView,
): Handlers {
  const entries = requestNames.map((name) => {
    if (isSessionRequest(name)) return [name, session[name]] as const
    const handle = handlers[name] as AnyHandler
    return [name, async (input: unknown, caller: Caller) => handle(input, workerIn(caller.windowId), caller)] as const
  })
  return Object.fromEntries(entries) as unknown as Handlers
}

/**
 * The handlers of a console whose database could not be opened: it runs, says so, and does nothing else.
 * @param message the sentence of its notice
 */
export function createClosedHandlers(
  open: Pick<Handlers, 'workspace.get' | 'session.get' | 'session.touch'>,
  message: string,
): Handlers {
  const entries = requestNames.map((name) => {
    if (name in open) return [name, open[name as keyof typeof open]] as const
    return [name, () => Promise.reject(new ProblemError('storage-unavailable', message))] as const
  })
  return Object.fromEntries(entries) as unknown as Handlers
}

function isSessionRequest(name: string): name is SessionRequest {
  return name.startsWith('session.')
}
