import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { RefusalCode } from '#shared/domain/envelope.ts'
import { refusalCodes } from '#shared/domain/envelope.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { differencesBetween } from '#shared/text/differences.ts'
import type { Clock } from '../clock.ts'
import { channelNameWith } from '../conversations/inbox.ts'
import type { ChannelDirectory, OperatorDirectory } from '../conversations/ports.ts'
import type { RandomBytes } from '../new-id.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
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
  return {
    async flags(input: RequestInput<'flags.list'>): Promise<RequestOutput<'flags.list'>> {
      const rows = await store.read('flags.list', input)
      return {
        rows: rows.map(({ channelId, acknowledgedBy, comparison, ...row }) => ({
          ...row,
          comparison: comparison && {
            ...comparison,
            channelName: channelOf(comparison.channelId).name,
            differences: differencesBetween(comparison.claimed, comparison.known),
          },
          channel: channelOf(channelId),
          acknowledgedBy: acknowledgedBy === null ? null : (operators.nameOf(acknowledgedBy) ?? 'Former operator'),
        })),
      }
    },

    /** @param by who has looked at them */
    async acknowledge(
      { flagIds }: RequestInput<'flags.acknowledge'>,
      by: OperatorId,
    ): Promise<RequestOutput<'flags.acknowledge'>> {
      const done = await store.write('flags.acknowledge', { flagIds, operatorId: by, at: clock() })
      if (done.acknowledged.length > 0) onChange({ topic: 'flags', conversationId: null })
      for (const conversationId of done.conversations) {
        onChange({ topic: 'inbox', conversationId })
        onChange({ topic: 'conversation', conversationId })
      }
      return { acknowledged: done.acknowledged }
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
    case 'unknown-session':
      return 'A message named a session that does not exist.'
    case 'console-unavailable':
      return 'The console could not take a message; the widget sends it again.'
    case 'storage-full':
      return 'The disk is full, so a message could not be stored; the widget sends it again.'
    case 'id-reused':
      return 'Two different messages came under one id.'
    default:
      return assertNever(code)
  }
}
