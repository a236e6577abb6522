import type { ConversationId, GrantId, MessageId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { GrantAtGate, GrantStanding } from '#shared/domain/reply.ts'
import { record } from '../../journal/projections.ts'
import { heldAnchor } from '../../operators/stored/held-anchor.ts'
import { keyEvents } from '../../operators/stored/operators.ts'
import { followStatements } from '../../operators/trust.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import { type GrantClaims, readGrant, signerOfGrant } from '../grants/grant-token.ts'
import { useOfGrant } from './grant-uses.ts'

/** One reply as a grant is bound to it. */
export interface GrantedReply {
  conversationId: ConversationId
  /** The agent who sends. */
  operatorId: OperatorId
  /** Every template the text draws on, named or lifted, by id and version, in the order of their ids. */
  templates: { id: TemplateId; version: number }[]
  /** SHA-256 (lower-case hex) of the text in UTF-8, exactly as it would go out. */
  textDigest: string
  /** Milliseconds since 1970. */
  at: number
}

interface StoredGrant {
  grantId: GrantId
  token: string
  textDigest: string
  state: string
}

/** Grants of one agent in one conversation that are looked at, the newest first. */
const lookedAt = 10

/**
 * What a grant says about one reply, at the gate. Called inside the transaction that would send it, and for previews;
 * it is synchronous, changes nothing, and answers `none` where there is no grant at all.
 *
 * The row only says where to look. Everything that opens something is read from the signed grant, from the signed
 * statements about keys, and from the journal behind the entry that the grant names.
 */
export function grantAtGate(handle: ReadHandle | WriteHandle, reply: GrantedReply): GrantAtGate {
  const rows = all<StoredGrant>(
    handle,
    `SELECT grant_id AS grantId, token, text_digest AS textDigest, state FROM grant_requests
     WHERE conversation_id = ? AND operator_id = ? AND token IS NOT NULL ORDER BY seq DESC LIMIT ?`,
    reply.conversationId,
    reply.operatorId,
    lookedAt,
  )
  let said: GrantAtGate = { standing: 'none', grantId: null }
  for (const row of rows) {
    const standing = standingOf(handle, row, reply)
    if (standing === 'valid') return { standing, grantId: row.grantId }
    // Of those that open nothing, the newest about this very text is the one to tell of.
    if (said.standing === 'none' && row.textDigest === reply.textDigest) said = { standing, grantId: row.grantId }
  }
  return said
}

/** The reply went out by this grant: it is used up in the same transaction. Throws where it cannot be, which sends nothing. */
export function useGrantUp(handle: WriteHandle, use: GrantAtGate & { messageId: MessageId; at: number }): void {
  const { grantId, messageId, at } = use
  const row = one<{ id: `greq_${string}`; operatorId: OperatorId }>(
    handle,
    `SELECT id, operator_id AS operatorId FROM grant_requests WHERE grant_id = ? AND state = 'granted'`,
    grantId,
  )
  if (row === null || grantId === null) throw new Error('a grant was found valid and cannot be used up')
  const content = { requestId: row.id, grantId, messageId }
  record(handle, { type: 'grant.used', actor: `operator:${row.operatorId}`, at, content })
}

function standingOf(handle: ReadHandle | WriteHandle, row: StoredGrant, reply: GrantedReply): GrantStanding {
  if (row.state === 'used') return 'used'
  const signer = signerOfGrant(row.token)
  if (signer === null) return 'altered'
  const anchor = heldAnchor(handle)
  const statements = keyEvents(handle).flatMap((event) =>
    event.type === 'operator.keyStated' ? [event.content.statement] : [],
  )
  const trust = anchor === null ? null : followStatements(statements, anchor)
  const key = trust?.keys.get(signer)
  if (key === undefined) return 'signer-refused'
  const claims = readGrant(row.token, key.x)
  if (claims === null || claims.grantId !== row.grantId) return 'altered'
  // A supervisor now, who signs under their own name, and for somebody else.
  if (key.state !== 'active' || key.role !== 'supervisor') return 'signer-refused'
  if (key.operatorId !== claims.supervisorId || claims.supervisorId === claims.agentId) return 'signer-refused'
  if (!isBoundTo(claims, reply)) return 'bound-elsewhere'
  // One from the future means that a clock is wrong, and then its end is unknown.
  if (!(reply.at < claims.expiresAt) || !(claims.issuedAt - reply.at <= 60_000)) return 'expired'
  return useOfGrant(handle, claims)
}

function isBoundTo(claims: GrantClaims, reply: GrantedReply): boolean {
  return (
    claims.conversationId === reply.conversationId &&
    claims.agentId === reply.operatorId &&
    claims.textDigest === reply.textDigest &&
    claims.templates.length === reply.templates.length &&
    claims.templates.every(({ id, version }, index) => {
      const other = reply.templates[index]
      return other !== undefined && other.id === id && other.version === version
    })
  )
}
