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

/** The same with the operator who works in that window, which is what a handler decides on. */
export type OperatorHandlers = {
  [Name in RequestName]: (input: RequestInput<Name>, by: OperatorView) => Promise<RequestOutput<Name>>
}

/** The handlers of some areas, e.g. `HandlersOf<'keys'>` for every `keys.…`. */
export type HandlersOf<Area extends string> = Pick<OperatorHandlers, Extract<RequestName, `${Area}.${string}`>>
