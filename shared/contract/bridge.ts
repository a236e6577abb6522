import type { RequestName } from './names.ts'
import type { ChangeEvent, RequestInput, RequestOutput } from './requests.ts'
import type { Result } from './result.ts'

type Area = RequestName extends `${infer First}.${string}` ? First : never
type Verb<Of extends Area> = RequestName extends infer Name
  ? Name extends `${Of}.${infer Rest}`
    ? Rest
    : never
  : never
type NameOf<Of extends Area, V extends string> = Extract<RequestName, `${Of}.${V}`>

/**
 * The object the preload puts on `window.bonafide`: `bonafide.inbox.list({...})`, one function per request of
 * the contract, and `onChange`, which returns its unsubscribe.
 */
export type Bridge = {
  readonly [Of in Area]: {
    readonly [V in Verb<Of>]: (input: RequestInput<NameOf<Of, V>>) => Promise<Result<RequestOutput<NameOf<Of, V>>>>
  }
} & { readonly onChange: (listener: (event: ChangeEvent) => void) => () => void }
