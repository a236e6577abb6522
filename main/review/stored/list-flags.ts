import type { ChannelId, ConversationId, FlagId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { ClaimComparison, FlagKind, FlagRow, ReviewStep } from '#shared/domain/review.ts'
import { parseVerdict, verdictSummary } from '../../conversations/stored/rows.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'

export type StoredStep = Omit<ReviewStep, 'by'> & { by: OperatorId }

/** A flag before names are filled in from the directories. */
export type StoredFlagRow = Omit<FlagRow, 'channel' | 'agent' | 'steps' | 'comparison'> & {
  comparison: ClaimComparison | null
  channelId: ChannelId
  agentId: OperatorId | null
  steps: StoredStep[]
}

export interface FlagsInput {
  state: 'open' | 'disputed' | 'decided'
  kind?: FlagKind | null | undefined
  severity?: 'serious' | 'notice' | null | undefined
  channelId?: ChannelId | null | undefined
  agentId?: OperatorId | null | undefined
  /** Raised then or later, and raised before then (ms since 1970). */
  from?: number | undefined
  before?: number | undefined
  cursor?: string | null | undefined
  limit: number
}

interface FlagRecord {
  id: FlagId
  seq: number
  kind: FlagRow['kind']
  severity: FlagRow['severity']
  sentence: string
  conversationId: ConversationId
  conversationTitle: string
  channelId: ChannelId
  agentId: OperatorId | null
  messageId: MessageId | null
  messageText: string | null
  verdict: string | null
  comparison: string | null
  raisedAt: number
  /** When the first decision took it out of the queue (ms). */
  closedAt: number | null
  state: FlagRow['state']
  decision: FlagRow['decision']
}

/** What a row shows, of flags that are found already: the texts are read for these alone. */
const selected = `f.id, f.seq, f.kind, f.severity, f.sentence, f.conversation_id AS conversationId,
  c.title AS conversationTitle, c.channel_id AS channelId, c.assignee_id AS agentId, f.message_id AS messageId,
  m.text AS messageText, m.verdict, f.comparison, f.raised_at AS raisedAt, f.acknowledged_at AS closedAt, f.state,
  f.decision
  FROM flags f JOIN conversations c ON c.id = f.conversation_id LEFT JOIN messages m ON m.id = f.message_id`

const filtered = `(@kind IS NULL OR f.kind = @kind) AND (@severity IS NULL OR f.severity = @severity)
  AND (@channelId IS NULL OR c.channel_id = @channelId) AND (@agentId IS NULL OR c.assignee_id = @agentId)
  AND (@from IS NULL OR f.raised_at >= @from) AND (@before IS NULL OR f.raised_at < @before)`

const bySeverity = `(@rank < 0 OR (f.severity = 'notice') > @rank OR ((f.severity = 'notice') = @rank AND f.seq < @seq))
  ORDER BY f.severity = 'notice', f.seq DESC`
const byEnd = `(@rank < 0 OR f.acknowledged_at < @rank OR (f.acknowledged_at = @rank AND f.seq < @seq))
  ORDER BY f.acknowledged_at DESC, f.seq DESC`

/** Serious ones first, then the newest: the order of work. What was decided comes by its last step, newest first. */
const pages = {
  open: pageOf('f.acknowledged_at IS NULL', bySeverity),
  disputed: pageOf(`f.state = 'disputed'`, bySeverity),
  decided: pageOf(`f.acknowledged_at IS NOT NULL AND f.state IN ('decided', 'settled')`, byEnd),
} as const

/** The page is found among the flags by themselves: nothing long is carried through the sort. */
function pageOf(where: string, ordered: string): string {
  return `SELECT ${selected} WHERE f.seq IN (
      SELECT f.seq FROM flags f JOIN conversations c ON c.id = f.conversation_id
      WHERE ${where} AND ${filtered} AND ${ordered} LIMIT @limit
    ) ${ordered.slice(ordered.indexOf('ORDER BY'))}`
}

/** One page of the queue, by keyset. A cursor that is none of ours means the first page. */
export function listFlags(
  handle: ReadHandle | WriteHandle,
  input: FlagsInput,
): { rows: StoredFlagRow[]; nextCursor: string | null; counts: { open: number; disputed: number } } {
  const { state, limit, kind = null, severity = null, channelId = null, agentId = null, cursor = null } = input
  const [, rank, seq] = cursor?.match(/^([0-9]{1,15}):([0-9]{1,15})$/) ?? [null, '-1', '0']
  const found = all<FlagRecord>(handle, pages[state], {
    kind,
    severity,
    channelId,
    agentId,
    from: input.from ?? null,
    before: input.before ?? null,
    rank: Number(rank),
    seq: Number(seq),
    limit: limit + 1,
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: flagsOf(handle, rows),
    nextCursor: found.length > limit && last ? cursorAt(last, state) : null,
    counts: flagCounts(handle),
  }
}

/** One flag, or null. */
export function findFlag(handle: ReadHandle | WriteHandle, flagId: FlagId): StoredFlagRow | null {
  const row = one<FlagRecord>(handle, `SELECT ${selected} WHERE f.id = ?`, flagId)
  return row && (flagsOf(handle, [row])[0] ?? null)
}

/** The flags of one conversation, newest first. */
export function flagsOfConversation(
  handle: ReadHandle | WriteHandle,
  { conversationId }: { conversationId: ConversationId },
): StoredFlagRow[] {
  const found = all<FlagRecord>(
    handle,
    `SELECT ${selected} WHERE f.conversation_id = ? ORDER BY f.seq DESC LIMIT 50`,
    conversationId,
  )
  return flagsOf(handle, found)
}

function flagCounts(handle: ReadHandle | WriteHandle): { open: number; disputed: number } {
  return (
    one(
      handle,
      `SELECT (SELECT count(*) FROM flags WHERE acknowledged_at IS NULL) AS open,
         (SELECT count(*) FROM flags WHERE state = 'disputed') AS disputed`,
    ) ?? { open: 0, disputed: 0 }
  )
}

function cursorAt({ seq, severity, closedAt }: FlagRecord, state: FlagsInput['state']): string {
  return `${state === 'decided' ? (closedAt ?? 0) : severity === 'notice' ? 1 : 0}:${seq}`
}

/** The rows of a page, with what was said about each, in two statements. */
function flagsOf(handle: ReadHandle | WriteHandle, records: readonly FlagRecord[]): StoredFlagRow[] {
  const steps = stepsOf(handle, records)
  return records.map(({ seq: _seq, closedAt: _closedAt, ...row }) => ({
    ...row,
    verdict: row.verdict === null ? null : verdictSummary(parseVerdict(row.verdict)),
    comparison: row.comparison === null ? null : (JSON.parse(row.comparison) as ClaimComparison),
    steps: steps.get(row.id) ?? [],
  }))
}

/** Of a flag at most this many steps are shown, the first ones. */
const stepsShown = 50

function stepsOf(handle: ReadHandle | WriteHandle, records: readonly FlagRecord[]): Map<FlagId, StoredStep[]> {
  const found = all<StoredStep & { flagId: FlagId }>(
    handle,
    `SELECT flag_id AS flagId, what, operator_id AS "by", at, decision, note FROM flag_steps
     WHERE flag_id IN (SELECT value FROM json_each(?)) ORDER BY flag_id, seq`,
    JSON.stringify(records.map(({ id }) => id)),
  )
  const steps = new Map<FlagId, StoredStep[]>()
  for (const { flagId, ...step } of found) {
    const known = steps.get(flagId) ?? []
    if (known.length < stepsShown) known.push(step)
    steps.set(flagId, known)
  }
  return steps
}
