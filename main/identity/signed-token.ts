import type { CheckStep, Hint, ReasonCode } from '#shared/domain/verdict.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import { tokenAlgorithms } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from './check.ts'
import { decodeBase64url, decodeUtf8 } from './decode.ts'
import { diagnoseAlgorithm, diagnoseSignature, diagnoseTokenText } from './diagnose-token.ts'
import { thumbprintOf } from './documentation-keys.ts'
import type { Context } from './finding.ts'
import { failed, keyStep, passed } from './finding.ts'
import { algorithmsOf } from './key-fitness.ts'
import { isMatch } from './primitives.ts'
import { verifyWith } from './token-signature.ts'

/** Longest token that is looked at, in characters (SECURITY §1.3). */
export const longestToken = 16_384

/** Longest `kid` that is looked up, in characters. RFC 7638 thumbprints have 43, what vendors give out up to 100. */
export const longestKeyName = 128

const allowedMembers = new Set(['alg', 'kid', 'typ', 'cty'])
/** Letters, digits and what thumbprints, base64, addresses and ARNs are made of. */
const keyName = /^[\w.~:@+/=-]+$/

export type TokenProblem = Extract<
  ReasonCode,
  | 'token-malformed'
  | 'token-too-large'
  | 'algorithm-not-allowed'
  | 'header-not-allowed'
  | 'key-id-unknown'
  | 'signature-mismatch'
>

/** A token that may be given to the cryptography. Nothing in it is proven yet. */
export interface OpenedToken {
  token: string
  algorithm: TokenAlgorithm
  keyId: string | null
  signingInput: string
  payload: Uint8Array
  signature: Uint8Array
}

export type TokenOpening = { ok: true; opened: OpenedToken } | { ok: false; reason: TokenProblem; hints: Hint[] }

/**
 * The strict gate before any key is looked at: a compact JWS (RFC 7515 §7.1) of three canonical base64url parts, a
 * header that is UTF-8 and strict JSON, with an algorithm that the channel allows and no member that could choose a key
 * or change the processing. `typ` and `cty` may not say that the token is of another kind (RFC 8725 §3.11 and §3.12).
 *
 * @param allowed the algorithms of the channel; which of its keys is for which of them is `judgeToken`'s part
 */
export function openToken(token: string, allowed: readonly TokenAlgorithm[]): TokenOpening {
  if (token.length > longestToken) return refuse('token-too-large')
  const parts = token.split('.')
  const [headerPart = '', payloadPart = '', signaturePart = ''] = parts
  const header = decodeBase64url(headerPart)
  const payload = decodeBase64url(payloadPart)
  const signature = decodeBase64url(signaturePart)
  if (parts.length !== 3 || headerPart === '' || header === null || payload === null || signature === null) {
    return refuse('token-malformed', diagnoseTokenText(token))
  }
  const headerText = decodeUtf8(header)
  const parsed = headerText === null ? null : parseStrictJson(headerText, { maxCharacters: longestToken })
  if (parsed === null || !parsed.ok || !isJsonObject(parsed.value)) return refuse('token-malformed')
  const { alg, kid, typ, cty } = parsed.value
  const algorithm = tokenAlgorithms.find((name) => name === alg)
  if (algorithm === undefined || !allowed.includes(algorithm)) return refuse('algorithm-not-allowed')
  for (const [name, value] of Object.entries(parsed.value)) {
    if (!allowedMembers.has(name) || typeof value !== 'string') return refuse('header-not-allowed')
  }
  if (!isOurKind(typ, /^(?:application\/)?(?:jwt|jose)$/i) || (typeof cty === 'string' && /jwt$|jose|jwe/i.test(cty))) {
    return refuse('header-not-allowed')
  }
  const signingInput = `${headerPart}.${payloadPart}`
  return {
    ok: true,
    opened: { token, algorithm, keyId: typeof kid === 'string' ? kid : null, signingInput, payload, signature },
  }
}

function isOurKind(value: unknown, kind: RegExp): boolean {
  return typeof value !== 'string' || kind.test(value)
}

export type TokenJudgement =
  | { ok: true; key: VerificationKey; payload: Uint8Array; steps: CheckStep[] }
  | { ok: false; reason: TokenProblem; steps: CheckStep[]; hints: Hint[] }

/**
 * Verifies an opened token. The candidates are the channel's usable keys that are for exactly the token's algorithm: so
 * secrets and public keys are never tried together, and the key fixes the algorithm. A `kid` has to name exactly one of
 * the usable keys; without one each candidate is tried, where the rule lets tokens go without.
 */
export async function judgeToken(
  opened: OpenedToken,
  context: Context,
  keyIdIs: 'required' | 'optional' = 'optional',
): Promise<TokenJudgement> {
  const { algorithm, keyId } = opened
  const steps: CheckStep[] = [passed(`Token is three base64url parts with an ${algorithm} header`)]
  const refused = (reason: TokenProblem, label: string, hints: Hint[]): TokenJudgement => {
    steps.push(failed(label))
    return { ok: false, reason, steps, hints }
  }
  const isFor = (key: VerificationKey) => algorithmsOf(key).includes(algorithm)
  if (!context.usable.some(isFor)) {
    return refused('algorithm-not-allowed', `A key of this channel is for ${algorithm}`, diagnoseAlgorithm())
  }
  if (keyId === null && keyIdIs === 'required') {
    return refused('key-id-unknown', 'The token names its key', [])
  }
  const named = keyId === null ? context.usable.filter(isFor) : namedKeys(context.usable, keyId)
  if (named.length === 0 || (keyId !== null && named.length > 1)) {
    const label = 'The key the token names belongs to this channel'
    return refused('key-id-unknown', label, await diagnoseSignature(opened, context.usable, context))
  }
  const candidates = named.filter(isFor)
  if (candidates.length === 0) {
    return refused('algorithm-not-allowed', `The key the token names is for ${algorithm}`, diagnoseAlgorithm())
  }
  for (const key of candidates) {
    const payload = await verifyWith(opened, key, context.primitives)
    if (payload !== null && isMatch(context.primitives.equalBytes(payload, opened.payload))) {
      steps.push(keyStep(key), passed('Signature matches the signed data'))
      return { ok: true, key, payload, steps }
    }
  }
  const others = context.usable.filter((key) => !candidates.includes(key))
  const hints = await diagnoseSignature(opened, others, context, candidates)
  return refused('signature-mismatch', 'Signature matches the signed data', hints)
}

/** The keys that a `kid` names: compared as text, exactly, and never used for anything else. */
function namedKeys(keys: readonly VerificationKey[], keyId: string): VerificationKey[] {
  if (keyId.length > longestKeyName || !keyName.test(keyId)) return []
  return keys.filter((key) => (key.kid ?? key.id) === keyId || thumbprintOf(key.material) === keyId)
}

function refuse(reason: TokenProblem, hints: Hint[] = []): TokenOpening {
  return { ok: false, reason, hints }
}
