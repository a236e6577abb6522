import type { RefusalCode, VisitorHistoryMessage } from '#shared/domain/envelope.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import type { VisitorForm } from '#shared/domain/visitor-frames.ts'
import type { ChatLine } from './chat-lines.ts'
import type { SocketLike } from './connection.ts'
import type { Outbox } from './outbox.ts'
import type { Announce } from './page-events.ts'
import type { Pages } from './pages.ts'
import type { Shelf } from './shelf.ts'

export interface ChatState {
  connection: 'connecting' | 'online' | 'offline'
  /** Why the whole chat is refused at the moment. */
  refusal: { code: RefusalCode; sentence: string } | null
  status: VerdictStatus | null
  offerForm: boolean
  lines: ChatLine[]
  unread: number
  notice: string | null
}

export interface ChatParts {
  openSocket: () => SocketLike
  /** Milliseconds since 1970, as this browser has it. */
  clock: () => number
  shelf: Shelf
  outbox: Outbox
  announce: Announce
  /** The other pages of this browser that chat on this channel. */
  pages: Pages
  /** Tells the other tabs of this browser what was sent. */
  tellOthers: (sent: { who: string; message: VisitorHistoryMessage }) => void
  pageUrl: () => string
  /** For whoever sets the site up: the page's developer console. */
  say: (text: string) => void
  random: () => number
  onChange: (state: ChatState) => void
}

export interface Chat {
  start(): void
  /** `identity` is the JSON text of the vendor's payload, or null; `who` a mark of whom it names. */
  identify(identity: string | null, who: string): void
  write(text: string): void
  retry(id: string): void
  remove(id: string): void
  fillForm(form: VisitorForm): void
  skipForm(): void
  /** The visitor looks at the messages, or no longer does. */
  look(looking: boolean): void
  heardFromOthers(sent: { who: string; message: VisitorHistoryMessage }): void
  nudge(): void
}
