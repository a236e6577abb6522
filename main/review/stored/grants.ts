import { ProblemError } from '#shared/contract/result.ts'
import type { Standing } from '#shared/domain/conversation.ts'
import type { GrantTemplate } from '#shared/domain/grant.ts'
import type {
  ChannelId,
  ConversationId,
  GrantId,
  GrantRequestId,
  MessageId,
  OperatorId,
  TemplateId,
} from '#shared/domain/ids.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import { loadStanding } from '../../conversations/stored/load-standing.ts'
import { journalHead } from '../../journal/append.ts'
import { type Projection, record } from '../../journal/projections.ts'
import { digestOfText } from '../../replies/stored/ask-gate.ts'
import { previewReply } from '../../replies/stored/send.ts'
import { templatesDrawnOn } from '../../replies/stored/templates-drawn-on.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

/** A request as the table has it. Its token stays in the main process. */
export interface StoredGrantRequest {
  id: GrantRequestId
  conversationId: ConversationId
  conversationTitle: string
  channelId: ChannelId
  operatorId: OperatorId
  text: string
  templates: GrantTemplate[]
  reasons: BlockReasonCode[]
  note: string
  requestedAt: number
  state: 'waiting' | 'granted' | 'used' | 'declined'
  decidedAt: number | null
  decidedBy: OperatorId | null
  decision: string | null
  expiresAt: number | null
  seriousFlags: number
}

/** Requests of one agent that may wait at a time. */
const waitingMost = 20

export const grantWrites = {
  /** Asks for one reply. The same text asked for again while it waits is the same request. */
  'grants.request': (
    handle: WriteHandle,
    input: {
      requestId: GrantRequestId
      conversationId: ConversationId
      operatorId: OperatorId
      text: string
      templateIds: TemplateId[]
      note: string
      at: number
    },
  ): GrantRequestId => {
    const { requestId, conversationId, operatorId, text, templateIds, note, at } = input
    const { decision } = previewReply(handle, { conversationId, operatorId, text, templateIds, at })
    if (decision.outcome !== 'block') {
      throw new ProblemError('conflict', 'This reply is not blocked any more. It can be sent as it is.')
    }
    const textDigest = digestOfText(text)
    const waiting = all<{ id: GrantRequestId; textDigest: string; conversationId: ConversationId }>(
      handle,
      `SELECT id, text_digest AS textDigest, conversation_id AS conversationId FROM grant_requests
       WHERE operator_id = ? AND state = 'waiting'`,
      operatorId,
    )
    const same = waiting.find((each) => each.conversationId === conversationId && each.textDigest === textDigest)
    if (same !== undefined) return same.id
    if (waiting.length >= waitingMost) {
      throw new ProblemError('too-fast', 'Many of your requests are waiting already. Talk to a supervisor first.')
    }
    const templates = templatesDrawnOn(handle, templateIds, text).flatMap((each) =>
      each.known ? [{ id: each.id, version: each.version, title: each.title, sensitivity: each.sensitivity }] : [],
    )
    const reasons = decision.reasons.map(({ code }) => code)
    const content = { requestId, conversationId, operatorId, text, textDigest, templates, reasons, note }
    record(handle, { type: 'grant.requested', actor: `operator:${operatorId}`, at, content })
    return requestId
  },

  /** Keeps a signed grant, if its request still waits. */
  'grants.approve': (
    handle: WriteHandle,
    input: {
      requestId: GrantRequestId
      grantId: GrantId
      operatorId: OperatorId
      reason: string
      token: string
      expiresAt: number
      at: number
    },
  ): void => {
    const { at, ...content } = input
    assertWaiting(handle, content.requestId)
    record(handle, { type: 'grant.approved', actor: `operator:${content.operatorId}`, at, content })
  },

  'grants.decline': (
    handle: WriteHandle,
    input: { requestId: GrantRequestId; operatorId: OperatorId; note: string; at: number },
  ): void => {
    const { at, ...content } = input
    assertWaiting(handle, content.requestId)
    record(handle, { type: 'grant.declined', actor: `operator:${content.operatorId}`, at, content })
  },
}

export const grantReads = {
  'grants.list': (
    handle: ReadHandle | WriteHandle,
    { state, limit, at }: { state: 'waiting' | 'decided'; limit: number; at: number },
  ): (StoredGrantRequest & { standing: Standing })[] => {
    const rest =
      state === 'waiting'
        ? `WHERE g.state = 'waiting' ORDER BY g.seq LIMIT ?`
        : `WHERE g.state <> 'waiting' ORDER BY g.decided_at DESC, g.seq DESC LIMIT ?`
    return requests(handle, rest, limit).flatMap((request) => {
      const standing = loadStanding(handle, request.conversationId, at)?.standing
      return standing === undefined ? [] : [{ ...request, standing }]
    })
  },
  'grants.mine': (
    handle: ReadHandle | WriteHandle,
    { conversationId, operatorId }: { conversationId: ConversationId; operatorId: OperatorId },
  ): StoredGrantRequest[] =>
    requests(
      handle,
      'WHERE g.conversation_id = ? AND g.operator_id = ? ORDER BY g.seq DESC LIMIT 10',
      conversationId,
      operatorId,
    ),
  /** One request, with the journal's last entry at this moment. */
  'grants.find': (
    handle: ReadHandle | WriteHandle,
    { requestId }: { requestId: GrantRequestId },
  ): { request: StoredGrantRequest | null; head: { seq: number; hash: string } } => {
    const head = journalHead(handle)
    if (head === null) throw new Error('a request stands in no journal')
    const [request] = requests(handle, 'WHERE g.id = ? LIMIT 1', requestId)
    return { request: request ?? null, head: { seq: head.seq, hash: Buffer.from(head.hash).toString('hex') } }
  },
  'grants.countWaiting': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): number =>
    one<{ count: number }>(handle, `SELECT count(*) AS count FROM grant_requests WHERE state = 'waiting'`)?.count ?? 0,
}

function requests(handle: ReadHandle | WriteHandle, rest: string, ...values: unknown[]): StoredGrantRequest[] {
  return all<StoredGrantRequest & { templates: string; reasons: string }>(
    handle,
    `SELECT g.id, g.conversation_id AS conversationId, c.title AS conversationTitle, c.channel_id AS channelId,
       g.operator_id AS operatorId, g.text, g.templates, g.reasons, g.note, g.requested_at AS requestedAt, g.state,
       g.decided_at AS decidedAt, g.decided_by AS decidedBy, g.decision, g.expires_at AS expiresAt,
       (SELECT count(*) FROM flags f WHERE f.conversation_id = g.conversation_id AND f.acknowledged_at IS NULL
         AND f.severity = 'serious') AS seriousFlags
     FROM grant_requests g JOIN conversations c ON c.id = g.conversation_id ${rest}`,
    ...values,
  ).map((row) => ({
    ...row,
    templates: JSON.parse(row.templates) as GrantTemplate[],
    reasons: JSON.parse(row.reasons) as BlockReasonCode[],
  }))
}

function assertWaiting(handle: WriteHandle, requestId: GrantRequestId): void {
  const row = one<{ state: string }>(handle, 'SELECT state FROM grant_requests WHERE id = ?', requestId)
  if (row === null) throw new ProblemError('not-found', 'This request does not exist any more.')
  if (row.state !== 'waiting') throw new ProblemError('conflict', 'This request was decided already.')
}

export const grantProjection: Projection = {
  'grant.requested': (handle, { seq, at, content }) => {
    run(
      handle,
      `INSERT INTO grant_requests (id, seq, conversation_id, operator_id, text, text_digest, templates, reasons, note,
         requested_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
      content.requestId,
      seq,
      content.conversationId,
      content.operatorId,
      content.text,
      content.textDigest,
      JSON.stringify(content.templates),
      JSON.stringify(content.reasons),
      content.note,
      at,
    )
  },
  'grant.approved': (handle, { at, content }) => {
    run(
      handle,
      `UPDATE grant_requests SET state = 'granted', decided_at = ?, decided_by = ?, decision = ?, grant_id = ?, token = ?,
         expires_at = ? WHERE id = ?`,
      at,
      content.operatorId,
      content.reason,
      content.grantId,
      content.token,
      content.expiresAt,
      content.requestId,
    )
  },
  'grant.declined': (handle, { at, content }) => {
    run(
      handle,
      `UPDATE grant_requests SET state = 'declined', decided_at = ?, decided_by = ?, decision = ? WHERE id = ?`,
      at,
      content.operatorId,
      content.note,
      content.requestId,
    )
  },
  'grant.used': (handle, { content }) => {
    run(
      handle,
      `UPDATE grant_requests SET state = 'used', message_id = ? WHERE id = ?`,
      content.messageId satisfies MessageId,
      content.requestId,
    )
  },
}
export const grantTables = ['grant_requests']
