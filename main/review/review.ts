import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { RefusalCode } from '#shared/domain/envelope.ts'
import { refusalCodes } from '#shared/domain/envelope.ts'
import type { BlockId, ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { BlockRow, FlagAge, FlagCase, FlagRow } from '#shared/domain/review.ts'
import { differencesBetween } from '#shared/text/differences.ts'
import type { Clock } from '../clock.ts'
import { channelNameWith } from '../conversations/inbox.ts'
import type { ChannelDirectory, OperatorDirectory } from '../conversations/ports.ts'
import type { RandomBytes } from '../new-id.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import type { Names } from './event-words.ts'
import { evidenceEntry } from './evidence.ts'
import type { StoredBlock } from './stored/blocks.ts'
import type { StoredFlagRow } from './stored/list-flags.ts'
import type { ReviewReads, ReviewWrites } from './stored/operations.ts'

export interface ReviewParts {
  store: Store<ReviewWrites, ReviewReads>
  channels: ChannelDirectory
  operators: OperatorDirectory
  clock: Clock
  randomBytes: RandomBytes
  onChange(event: ChangeEvent): void
}

const refusalRows = 500

/** What a supervisor looks at. Who may call these is decided by whoever hands the requests on. */
export function createReview({ store, channels, operators, clock, randomBytes, onChange }: ReviewParts) {
  const channelOf = channelNameWith(channels)
  const nameOf = (id: OperatorId) => operators.nameOf(id) ?? 'Former operator'
  const names: Names = {
    operator: nameOf,
    channel: (id) => (id === null ? 'an unknown channel' : channelOf(id).name),
  }

  const flagRow = ({ channelId, agentId, comparison, steps, ...row }: StoredFlagRow): FlagRow => ({
    ...row,
    comparison: comparison && {
      ...comparison,
      channelName: channelOf(comparison.channelId).name,
      differences: differencesBetween(comparison.claimed, comparison.known),
    },
    channel: channelOf(channelId),
    agent: agentId === null ? null : nameOf(agentId),
    steps: steps.map((step) => ({ ...step, by: nameOf(step.by) })),
  })

  const blockRow = ({ channelId, by, ...block }: StoredBlock): BlockRow => ({
    ...block,
    channel: channelOf(channelId),
    by: nameOf(by),
  })

  const told = (conversations: readonly ConversationId[]) => {
    onChange({ topic: 'flags', conversationId: null })
    for (const conversationId of conversations) {
      onChange({ topic: 'inbox', conversationId })
      onChange({ topic: 'conversation', conversationId })
    }
  }

  return {
    async flags(input: RequestInput<'flags.list'>): Promise<RequestOutput<'flags.list'>> {
      const { age, ...wanted } = input
      const { rows, nextCursor, counts } = await store.read('flags.list', { ...wanted, ...raised(age, clock()) })
      return { rows: rows.map(flagRow), nextCursor, counts }
    },

    async read(input: RequestInput<'flags.read'>): Promise<FlagCase> {
      const { flag, events, keys, block, ...rest } = await store.read('flags.case', input)
      return {
        ...rest,
        flag: flagRow(flag),
        evidence: events.map((event) => evidenceEntry(event, names)),
        keys: keys.map(({ id, label, channelId, retiresAt, compromised }) => ({
          id,
          label,
          channel: channelOf(channelId),
          state: keyState(retiresAt, clock()),
          compromised: compromised === 1,
        })),
        block: block && blockRow(block),
      }
    },

    /** @param by who decides */
    async decide(input: RequestInput<'flags.decide'>, by: OperatorId): Promise<RequestOutput<'flags.decide'>> {
      const done = await store.write('flags.decide', { ...input, operatorId: by, at: clock() })
      if (done.flagIds.length > 0) told(done.conversations)
      return { decided: done.flagIds }
    },

    async dispute(input: RequestInput<'flags.dispute'>, by: OperatorId): Promise<RequestOutput<'flags.dispute'>> {
      const done = await store.write('flags.dispute', { ...input, operatorId: by, at: clock() })
      told(done.conversations)
      return { flagId: input.flagId }
    },

    async settle(input: RequestInput<'flags.settle'>, by: OperatorId): Promise<RequestOutput<'flags.settle'>> {
      const done = await store.write('flags.settle', { ...input, operatorId: by, at: clock() })
      if (done.flagIds.length > 0) told(done.conversations)
      return { settled: done.flagIds }
    },

    async tellAgent(input: RequestInput<'flags.tellAgent'>, by: OperatorId): Promise<RequestOutput<'flags.tellAgent'>> {
      const messageId = newId('msg', randomBytes)
      const conversationId = await store.write('flags.tellAgent', { ...input, messageId, operatorId: by, at: clock() })
      told([conversationId])
      return { flagId: input.flagId }
    },

    async ofConversation(input: RequestInput<'flags.ofConversation'>): Promise<RequestOutput<'flags.ofConversation'>> {
      const rows = await store.read('flags.ofConversation', input)
      return {
        rows: rows.map((row) => {
          const { id, kind, severity, sentence, raisedAt, state, decision, steps } = flagRow(row)
          // A draft is the supervisors' own.
          const shown = steps.filter(({ what }) => what !== 'drafted')
          const seen = state === 'draft' ? 'open' : state
          return { id, kind, severity, sentence, raisedAt, state: seen, decision, last: shown.at(-1) ?? null }
        }),
      }
    },

    async blocks(): Promise<RequestOutput<'identities.list'>> {
      return { rows: (await store.read('identities.list', {})).map(blockRow) }
    },

    async block(input: RequestInput<'identities.block'>, by: OperatorId): Promise<BlockRow> {
      const blockId = newId('blck', randomBytes)
      const done = await store.write('identity.block', { ...input, blockId, operatorId: by, at: clock() })
      told([done.conversationId])
      return blockRow(done.block)
    },

    async unblock(input: RequestInput<'identities.unblock'>, by: OperatorId): Promise<{ blockId: BlockId }> {
      const blockId = await store.write('identity.unblock', { ...input, operatorId: by, at: clock() })
      told([])
      return { blockId }
    },

    /** @param by the operator who reports */
    async report(
      { conversationId, note }: RequestInput<'flags.report'>,
      by: OperatorView,
    ): Promise<RequestOutput<'flags.report'>> {
      const flagId = newId('flag', randomBytes)
      const input = { conversationId, note, flagId, name: by.name, operatorId: by.id, at: clock() }
      await store.write('flags.report', input)
      for (const topic of ['flags', 'inbox', 'conversation'] as const) onChange({ topic, conversationId })
      return { flagId }
    },

    async refusals(): Promise<RequestOutput<'refusals.list'>> {
      const rows = await store.read('refusals.list', { limit: refusalRows })
      return {
        rows: rows.map(({ channelId, ...row }) => ({
          ...row,
          channel: channelId === null ? null : channelOf(channelId),
          sentence: refusalSentence(row.code),
        })),
      }
    },
  }
}

const hour = 3_600_000

/** From when and before when a flag of that age was raised (ms since 1970). */
function raised(age: FlagAge | null | undefined, now: number): { from?: number; before?: number } {
  switch (age) {
    case 'hour':
      return { from: now - hour }
    case 'day':
      return { from: now - 24 * hour }
    case 'older':
      return { before: now - 24 * hour }
    case null:
    case undefined:
      return {}
    default:
      return assertNever(age)
  }
}

function keyState(retiresAt: number | null, now: number): 'active' | 'retiring' | 'retired' {
  if (retiresAt === null) return 'active'
  return retiresAt <= now ? 'retired' : 'retiring'
}

/** What a refusal means, for a supervisor. */
function refusalSentence(code: string): string {
  const known = refusalCodes.find((candidate) => candidate === code)
  return known ? sentenceOf(known) : 'Refused for a reason that this version does not know.'
}

function sentenceOf(code: RefusalCode): string {
  switch (code) {
    case 'unknown-channel':
      return 'A page asked for a channel that does not exist.'
    case 'origin-not-allowed':
      return 'A page chatted from an origin that the channel does not allow.'
    case 'host-not-allowed':
      return 'The intake was reached under a name that it does not answer to.'
    case 'method-not-allowed':
      return 'A request used a method that the intake does not know.'
    case 'not-authorised':
      return 'A server sent a wrong bearer token, or none.'
    case 'too-large':
      return 'What was sent is larger than the intake takes.'
    case 'malformed':
      return 'What was sent could not be read.'
    case 'too-fast':
      return 'Messages came faster than the intake takes them.'
    case 'too-many-connections':
      return 'Too many connections were open at once.'
    case 'unverified-visitor':
      return 'The channel enforces verification, and the visitor was not verified.'
    case 'blocked-visitor':
      return 'A message named an identity that a supervisor blocked in this channel.'
    case 'unknown-session':
      return 'A message named a session that does not exist.'
    case 'console-unavailable':
      return 'The console could not take a message; the widget sends it again.'
    case 'storage-full':
      return 'The disk is full, so a message could not be stored; the widget sends it again.'
    case 'id-reused':
      return 'Two different messages came under one id.'
    case 'secret-exposed':
      return 'A page sent a configured secret when it opened the chat. That key verifies nothing any more.'
    default:
      return assertNever(code)
  }
}
