import type { RequestName } from '#shared/contract/names.ts'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { OperatorView } from '#shared/domain/channel.ts'

/** Who asks, as the router knows it: a window of the console. */
export interface Caller {
  windowId: number
}

/** One function per request of the contract; a missing one does not compile. */
export type Handlers = {
  [Name in RequestName]: (input: RequestInput<Name>, caller: Caller) => Promise<RequestOutput<Name>>
}

/** Requests that answer before anybody signed in; every other one answers `locked` then. */
export type SessionRequest = Extract<RequestName, `session.${string}`>

/** The handlers of `session`, which decide by the window alone. */
export type SessionHandlers = Pick<Handlers, SessionRequest>

/** The others, with the operator who works in that window, which is what a handler decides on. */
export type OperatorHandlers = {
  [Name in Exclude<RequestName, SessionRequest>]: (
    input: RequestInput<Name>,
    by: OperatorView,
    caller: Caller,
  ) => Promise<RequestOutput<Name>>
}

/** The handlers of some areas, e.g. `HandlersOf<'keys'>` for every `keys.…`. */
export type HandlersOf<Area extends string> = Pick<
  OperatorHandlers,
  Extract<keyof OperatorHandlers, `${Area}.${string}`>
>
