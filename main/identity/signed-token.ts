import type { KeyObject } from 'node:crypto'
import type { CheckStep, Hint, ReasonCode } from '#shared/domain/verdict.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import type { VerificationKey } from './check.ts'
import { decodeBase64url, decodeUtf8 } from './decode.ts'
import { diagnoseSignature, diagnoseTokenText } from './diagnose.ts'
import { thumbprintOf } from './documentation-keys.ts'
import type { Context } from './finding.ts'
import { failed, keyStep, passed } from './finding.ts'
import { isMatch } from './primitives.ts'

/** Longest token that is looked at, in characters (SECURITY §1.3). */
export const longestToken = 16_384

const allowedMembers = new Set(['alg', 'kid', 'typ', 'cty'])

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
  keyId: string | null
  signingInput: string
  payload: Uint8Array
  signature: Uint8Array
}

export type TokenOpening = { ok: true; opened: OpenedToken } | { ok: false; reason: TokenProblem; hints: Hint[] }

/**
 * The strict gate before any key is looked at: a compact JWS (RFC 7515 §7.1) of three canonical base64url parts, a
 * header that is UTF-8 and strict JSON, with the algorithm ES256 and no member that could choose a key or change the
 * processing. `typ` and `cty` may not say that the token is of another kind (RFC 8725 §3.11 and §3.12).
 */
export function openToken(token: string): TokenOpening {
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
  if (alg !== 'ES256') return refuse('algorithm-not-allowed')
  for (const [name, value] of Object.entries(parsed.value)) {
    if (!allowedMembers.has(name) || typeof value !== 'string') return refuse('header-not-allowed')
  }
  const otherKind = (typeof typ === 'string' && /\+jwt$/i.test(typ)) || (typeof cty === 'string' && /jwt$/i.test(cty))
  if (otherKind) return refuse('header-not-allowed')
  const signingInput = `${headerPart}.${payloadPart}`
  return {
    ok: true,
    opened: { token, keyId: typeof kid === 'string' ? kid : null, signingInput, payload, signature },
  }
}

export type TokenJudgement =
  | { ok: true; key: VerificationKey; payload: Uint8Array; steps: CheckStep[] }
  | { ok: false; reason: TokenProblem; steps: CheckStep[]; hints: Hint[] }

/**
 * Verifies an opened token with the channel's usable keys: those that its `kid` names (the key's id in this channel,
 * or its RFC 7638 thumbprint), or each of them where it names none, as Talkative documents no `kid` (SCHEMES §2.4).
 */
export async function judgeToken(opened: OpenedToken, context: Context): Promise<TokenJudgement> {
  const steps: CheckStep[] = [passed('Token is three base64url parts with an ES256 header')]
  const { keyId } = opened
  const fitting = context.usable.filter(({ material }) => isOnP256(material))
  const named = keyId === null ? fitting : fitting.filter((key) => answersTo(key, keyId))
  if (named.length === 0) {
    steps.push(failed('The key the token names belongs to this channel'))
    return {
      ok: false,
      reason: 'key-id-unknown',
      steps,
      hints: await diagnoseSignature(opened, context.usable, context),
    }
  }
  for (const key of named) {
    const payload = await context.primitives.verifyEs256(opened.token, key.material)
    if (payload !== null && isMatch(context.primitives.equalBytes(payload, opened.payload))) {
      steps.push(keyStep(key), passed('Signature matches the signed data'))
      return { ok: true, key, payload, steps }
    }
  }
  steps.push(failed('Signature matches the signed data'))
  const others = context.usable.filter((key) => !named.includes(key))
  return { ok: false, reason: 'signature-mismatch', steps, hints: await diagnoseSignature(opened, others, context) }
}

/** A key object never changes, and asking it for its curve costs as much as a hash. */
function isOnP256(material: KeyObject): boolean {
  let known = onP256.get(material)
  if (known === undefined) {
    known = material.asymmetricKeyDetails?.namedCurve === 'prime256v1'
    onP256.set(material, known)
  }
  return known
}

const onP256 = new WeakMap<KeyObject, boolean>()

function answersTo(key: VerificationKey, keyId: string): boolean {
  return key.id === keyId || thumbprintOf(key.material) === keyId
}

function refuse(reason: TokenProblem, hints: Hint[] = []): TokenOpening {
  return { ok: false, reason, hints }
}
