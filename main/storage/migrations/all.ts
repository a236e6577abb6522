import type { Migration } from '../migrate.ts'
import { journalTables } from './0010-journal.ts'
import { channelTables } from './0020-channels.ts'
import { conversationTables } from './0030-conversations.ts'
import { replyTables } from './0040-replies.ts'
import { reviewTables } from './0050-review.ts'
import { leanSessions } from './0060-lean-sessions.ts'
import { proofKeys } from './0070-proof-keys.ts'
import { proofLedger } from './0080-proof-ledger.ts'
import { keyNames } from './0090-key-names.ts'
import { templateVersions } from './0100-template-versions.ts'
import { operatorSecrets } from './0110-operators.ts'
import { reviewDecisions } from './0120-review-decisions.ts'
import { erasures } from './0140-erasures.ts'
import { insights } from './0150-insights.ts'
import { live } from './0160-live.ts'
import { draftsOfOperators } from './0190-drafts-of-operators.ts'
import { heldReplies } from './0200-held-replies.ts'
import { lookalikesAnew } from './0210-lookalikes-anew.ts'
import { givenReplies } from './0220-given-replies.ts'

/** Every migration, in order. A released one is never changed; a change is a new number. */
export const migrations: readonly Migration[] = [
  journalTables,
  channelTables,
  conversationTables,
  replyTables,
  reviewTables,
  leanSessions,
  proofKeys,
  proofLedger,
  keyNames,
  templateVersions,
  operatorSecrets,
  reviewDecisions,
  erasures,
  insights,
  live,
  draftsOfOperators,
  heldReplies,
  lookalikesAnew,
  givenReplies,
]
