import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { Problem, Result } from '#shared/contract/result.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { createAttempts } from './attempt.ts'
import type { ComposeMode, Draft, Drafts } from './drafts.ts'

/**
 * Why a text did not go out. `judged` is what was to be sent; `text` is what stood in the box when it came back there,
 * with what was typed meanwhile. It says nothing about any other text.
 */
export type Answer = { text: string; judged: string } & Refusal

type Refusal =
  | { kind: 'blocked'; reasons: BlockReason[]; seen: number }
  | { kind: 'warned'; warnings: BlockReason[] }
  | { kind: 'failed'; problem: Problem }

/** One press of Send. */
export interface Press {
  conversationId: ConversationId
  mode: ComposeMode
  /** Position of the last message that was read then: what came in after it was not. */
  seen: number
  /** The agent was shown the gate's warnings about this very text. */
  sendAnyway: boolean
  onSent: (position: number) => void
  /** It stands in the box again, and the answer tells why. */
  onRefused: (answer: Answer) => void
  /** Resolves when the box may be changed from outside: not in the middle of a character that is being composed. */
  settled: () => Promise<void>
}

export interface SendingParts {
  drafts: Drafts
  send: (input: RequestInput<'reply.send'>) => Promise<Result<RequestOutput<'reply.send'>>>
  newId: () => string
}

interface Lane {
  presses: (Press & { left: Draft })[]
  running: boolean
  answer: Answer | null
  attempts: ReturnType<typeof createAttempts>
}

/**
 * Sends replies and notes of this window, one after the other in each place, whatever is looked at meanwhile. Where one
 * is refused, those behind it do not go out either: all of them stand in the box again. The same content keeps its id
 * until it is sent.
 */
export function createSending({ drafts, send, newId }: SendingParts) {
  const lanes = new Map<string, Lane>()
  let stopped = false
  const watchers = new Set<(conversationId: ConversationId, mode: ComposeMode) => void>()

  function laneOf(conversationId: ConversationId, mode: ComposeMode): Lane {
    const name = `${conversationId}.${mode}`
    const lane = lanes.get(name) ?? { presses: [], running: false, answer: null, attempts: createAttempts(newId) }
    lanes.set(name, lane)
    return lane
  }

  function answer(conversationId: ConversationId, mode: ComposeMode, next: Answer | null) {
    const lane = laneOf(conversationId, mode)
    if (lane.answer === next) return
    lane.answer = next
    for (const watcher of watchers) watcher(conversationId, mode)
  }

  async function run(conversationId: ConversationId, mode: ComposeMode, lane: Lane) {
    if (lane.running) return
    lane.running = true
    try {
      await sendAll(conversationId, mode, lane)
    } finally {
      lane.running = false
    }
  }

  async function sendAll(conversationId: ConversationId, mode: ComposeMode, lane: Lane) {
    // The gate has looked when one was sent: nothing that came before it was unread.
    let seen = 0
    for (let press = lane.presses[0]; press !== undefined; press = lane.presses[0]) {
      const { left } = press
      // What waits to be saved goes first: it is the draft that this ends.
      await drafts.flush()
      if (stopped) return
      const outcome = await attempt(press, Math.max(seen, press.seen), lane)
      if (outcome.kind === 'sent') {
        lane.presses.shift()
        lane.attempts.done()
        if (outcome.position !== null) {
          seen = outcome.position
          drafts.gone(conversationId, mode, left, outcome.position)
          press.onSent(outcome.position)
        }
        answer(conversationId, mode, null)
        continue
      }
      await press.settled()
      lane.presses = []
      const { text } = drafts.back(conversationId, mode)
      const refused: Answer = { ...outcome, text, judged: left.text }
      answer(conversationId, mode, refused)
      press.onRefused(refused)
    }
  }

  async function attempt(
    { conversationId, mode, left, sendAnyway }: Lane['presses'][number],
    seen: number,
    { attempts }: Lane,
  ): Promise<Refusal | { kind: 'sent'; position: number | null }> {
    const wasSent = () => !drafts.isOnTheWay(conversationId, mode, left)
    if (wasSent()) return { kind: 'sent', position: null }
    const { text, templateIds } = left
    const result = await send({
      conversationId,
      requestId: attempts.idFor(JSON.stringify([mode, text, templateIds])),
      mode,
      text,
      templateIds,
      seenPosition: seen,
      askToSignIn: false,
      sendAnyway,
    })
    if (!result.ok) {
      // Where its own answer was lost, a save tells whether it is stored.
      await drafts.saveAgain(conversationId, mode)
      return wasSent() ? { kind: 'sent', position: null } : { kind: 'failed', problem: result.problem }
    }
    const { value } = result
    switch (value.outcome) {
      case 'warned':
        return { kind: 'warned', warnings: value.warnings }
      case 'blocked':
        return { kind: 'blocked', reasons: value.reasons, seen }
      case 'sent':
        return { kind: 'sent', position: value.message.position }
      default:
        return assertNever(value)
    }
  }

  return {
    /** Takes what stands in the box and sends it, after what is on its way already. */
    submit(press: Press) {
      const { conversationId, mode } = press
      const left = drafts.leave(conversationId, mode)
      if (left === null) return
      const lane = laneOf(conversationId, mode)
      lane.presses.push({ ...press, left })
      void run(conversationId, mode, lane)
    },

    /** Sends nothing more: the window is left, and what waits here would go out in the name of who comes next. */
    stop() {
      stopped = true
    },

    answerOf: (conversationId: ConversationId, mode: ComposeMode): Answer | null => laneOf(conversationId, mode).answer,

    forget: (conversationId: ConversationId, mode: ComposeMode) => answer(conversationId, mode, null),

    /** Another text stands in the box: what was answered is forgotten, unless it is about that too. */
    typed(conversationId: ConversationId, mode: ComposeMode, text: string) {
      const now = laneOf(conversationId, mode).answer
      if (now !== null && !isAbout(now, text)) answer(conversationId, mode, null)
    },

    /** Hears of every new answer. Returns its unsubscribe. */
    onChange(watcher: (conversationId: ConversationId, mode: ComposeMode) => void): () => void {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}

export type Sending = ReturnType<typeof createSending>

/**
 * Whether an answer still says something about a text: as long as it begins with what did not go out, whatever is typed
 * on behind it. Warnings were about that text alone.
 */
export function isAbout(answer: Answer, text: string): boolean {
  return answer.text === text || (answer.kind !== 'warned' && text.startsWith(answer.judged))
}
