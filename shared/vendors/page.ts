/**
 * How a vendor's page says who the visitor is, as data: the widget answers these calls in the vendor's place, so that
 * a site keeps the code it has.
 */

/** One part of the payload that a call makes up. */
export interface PayloadPart {
  /** Which argument of the call, counted from 0 after its `words`. */
  argument: number
  /** Members to go down in that argument first. */
  at?: readonly string[]
  /** The name under which the value stands in the payload; a list names the elements of a list. Absent: its own members. */
  as?: string | readonly string[]
  /**
   * Set where the value is a function: it is called with a function that takes the token (`callback`), or returns the
   * token or a promise of it (`answer`). It is called again when the agent asks for a fresh proof.
   */
  asks?: 'callback' | 'answer'
}

export interface PageCall {
  /** Names from `window` on: `['Intercom']`, `['$chatwoot', 'setUser']`, `['$crisp', 'push']`. */
  on: readonly string[]
  /** What the first arguments must be, e.g. `['messenger', 'loginUser']`. */
  words: readonly string[]
  /** True where the arguments stand in one list: `$crisp.push(['set', 'user:email', […]])`. */
  listed?: boolean
  /** What the call says: that nobody is signed in, or the payload. */
  gives: 'nobody' | readonly PayloadPart[]
  /** True where the call adds to what earlier calls said, instead of replacing it. */
  adds?: boolean
}

export interface PageApi {
  calls: readonly PageCall[]
  /** Objects on `window` that the page fills before the script comes, e.g. `['intercomSettings']`. */
  settings: readonly (readonly string[])[]
  /** What the vendor's script does once it is there: the event it dispatches, the function it calls. */
  ready: { event?: string; callback?: readonly string[] } | null
  /** The vendor's own call with places to fill in, for the set-up snippet. */
  snippet: string
}

/** Places in a snippet that the site fills in. A page that sends one of them has forgotten to. */
export const placeholders = [
  'VISITOR_ID',
  'VISITOR_EMAIL',
  'VISITOR_NAME',
  'VISITOR_PHONE',
  'HASH_FROM_YOUR_SERVER',
  'TOKEN_FROM_YOUR_SERVER',
  'SIGNED_DATA_FROM_YOUR_SERVER',
] as const

/** The widget's own call, for sites without a vendor. It works beside every vendor's as well. */
export function ownPage(snippet: string): PageApi {
  return {
    calls: [
      { on: ['Bonafide'], words: ['identify'], gives: [{ argument: 0 }] },
      { on: ['Bonafide'], words: ['logout'], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet,
  }
}
