import type { RefusalCode, VisitorHistoryMessage } from '#shared/domain/envelope.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'

/** What a page can listen to: `window.addEventListener('bonafide:verdict', (event) => event.detail)`. */
export interface PageEvents {
  /** What came of the identity that the page gave. `warning` is set by channels that warn. */
  verdict: { status: VerdictStatus; sentence: string | null; warning: string | null }
  /** Something was refused: a message (`messageId` is its client id), or the chat as a whole (null). */
  refused: { code: RefusalCode; sentence: string; retry: boolean; messageId: string | null }
  message: Pick<VisitorHistoryMessage, 'id' | 'from' | 'name' | 'text' | 'at'>
  /** The agent asks for a fresh proof, or the old one has ended: call the vendor's API again. */
  'identify-again': Record<string, never>
}

export type Announce = <Name extends keyof PageEvents>(name: Name, detail: PageEvents[Name]) => void

export function createAnnouncer(target: EventTarget): Announce {
  return (name, detail) => {
    target.dispatchEvent(new CustomEvent(`bonafide:${name}`, { detail: Object.freeze({ ...detail }) }))
  }
}
