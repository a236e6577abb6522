import type { EvidenceEntry } from '#shared/domain/review.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { verdictSummary } from '../conversations/stored/rows.ts'
import type { ReadEvent } from '../journal/stored/read-events.ts'
import type { Names } from './event-words.ts'
import { eventSentence } from './event-words.ts'

/** An entry of the journal as one line of the evidence. */
export function evidenceEntry(event: ReadEvent, names: Names): EvidenceEntry {
  const { at, content } = event
  const verdict = content?.['verdict'] as Verdict | undefined
  return {
    at,
    kind: kindOf(event.type),
    sentence: eventSentence(event, names),
    text: textOf(content?.['text']),
    verdict: event.type === 'message.received' && verdict ? verdictSummary(verdict) : null,
    messageId: textOf(content?.['messageId']) as EvidenceEntry['messageId'],
    origin: textOf(content?.['origin']),
  }
}

function kindOf(type: ReadEvent['type']): EvidenceEntry['kind'] {
  switch (type) {
    case 'message.received':
      return 'message'
    case 'reply.sent':
      return 'reply'
    case 'note.added':
    case 'live.whispered':
      return 'note'
    case 'reply.blocked':
    case 'reply.warned':
    case 'reply.failed':
    case 'reply.held':
      return 'blocked'
    case 'flag.raised':
      return 'flag'
    case 'proof.revoked':
    case 'proof.restored':
      return 'proof'
    case 'grant.requested':
    case 'grant.approved':
    case 'grant.declined':
    case 'grant.used':
      return 'grant'
    case 'conversation.assigned':
    case 'live.takenOver':
    case 'conversation.closed':
    case 'conversation.reopened':
      return 'assigned'
    default:
      return 'review'
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
