import type { ConversationId, GrantId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { kidIn, type PublicX, signCompact, verifyCompact } from '../../operators/compact-jws.ts'
import type { SigningKey } from '../../operators/operator-secret.ts'

/** What a supervisor signs: this text, by this agent, in this conversation, with these templates, for a while, once. */
export interface GrantClaims {
  grantId: GrantId
  supervisorId: OperatorId
  agentId: OperatorId
  conversationId: ConversationId
  /** SHA-256 (lower-case hex) of the text in UTF-8. */
  textDigest: string
  /** In the order of their ids. */
  templates: { id: TemplateId; version: number }[]
  /** Milliseconds since 1970. */
  issuedAt: number
  expiresAt: number
  /** The journal's last entry when it was signed: a use of this grant can only stand after it. */
  after: { seq: number; hash: string }
}

const tokenType = 'bonafide-grant+jwt'

/** A grant as a compact JWS. The registered names are those of RFC 7519 §4.1, its times in seconds; the rest is ours. */
export function signGrant(claims: GrantClaims, key: SigningKey): Promise<string> {
  const payload = {
    jti: claims.grantId,
    iss: claims.supervisorId,
    sub: claims.agentId,
    iat: Math.floor(claims.issuedAt / 1_000),
    exp: Math.floor(claims.expiresAt / 1_000),
    conversation: claims.conversationId,
    text: claims.textDigest,
    templates: claims.templates.map(({ id, version }) => [id, version]),
    after: [claims.after.seq, claims.after.hash],
  }
  return signCompact(tokenType, key.kid, payload, key.privateKey)
}

/** Whose key a grant says it was signed with; null where it is no grant at all. */
export const signerOfGrant = (token: string): string | null => kidIn(token, tokenType)

/** The claims of a grant whose signature fits this key, each of them of its kind; null for everything else. */
export function readGrant(token: string, x: PublicX): GrantClaims | null {
  const payload = verifyCompact(token, tokenType, x)
  return payload === null ? null : parseClaims(payload)
}

function parseClaims(payload: JsonObject): GrantClaims | null {
  const { jti, iss, sub, iat, exp, conversation, text } = payload
  const templates = parseTemplates(payload['templates'])
  const after = parseAfter(payload['after'])
  if (!isId(jti, 'grnt') || !isId(iss, 'oper') || !isId(sub, 'oper') || !isId(conversation, 'conv')) return null
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) return null
  if (!isTime(iat) || !isTime(exp) || templates === null || after === null) return null
  return {
    grantId: jti as GrantId,
    supervisorId: iss as OperatorId,
    agentId: sub as OperatorId,
    conversationId: conversation as ConversationId,
    textDigest: text,
    templates,
    issuedAt: iat * 1_000,
    expiresAt: exp * 1_000,
    after,
  }
}

function parseTemplates(value: JsonValue | undefined): GrantClaims['templates'] | null {
  if (!Array.isArray(value) || value.length > 100) return null
  const templates: GrantClaims['templates'] = []
  for (const each of value) {
    if (!Array.isArray(each) || each.length !== 2) return null
    const [id, version] = each
    if (!isId(id, 'tmpl') || typeof version !== 'number' || !Number.isSafeInteger(version)) return null
    templates.push({ id: id as TemplateId, version })
  }
  return templates
}

function parseAfter(value: JsonValue | undefined): GrantClaims['after'] | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [seq, hash] = value
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return null
  return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? { seq, hash } : null
}

function isId(value: JsonValue | undefined, prefix: string): value is string {
  return typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-z]{1,40}$`).test(value)
}

/** Whole seconds of this millennium: a time in milliseconds, or without end, is none. */
function isTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 2 ** 35
}
