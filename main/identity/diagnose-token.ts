import { createSecretKey } from 'node:crypto'
import type { Hint, HintCode } from '#shared/domain/verdict.ts'
import { parseStrictJson } from '#shared/strict/json.ts'
import type { VerificationKey } from './check.ts'
import { decodeBase64url } from './decode.ts'
import { mostKeys, otherSecrets, whyNotInUse } from './diagnose.ts'
import type { Context } from './finding.ts'
import { hint } from './hints.ts'
import { algorithmsOf } from './key-fitness.ts'
import { isMatch } from './primitives.ts'
import type { OpenedToken } from './signed-token.ts'
import { verifyWith } from './token-signature.ts'

/*
 * Explanations of a refused token for the person who set the site up. As for hashes, nothing in here can change a
 * verdict: the callers have already refused the token, and only take hints.
 */

/**
 * Why a well-formed token did not verify: a retired or other key, a DER signature, or a secret that the site uses in
 * another form. Bounded: at most 6 keys of each kind.
 *
 * @param others usable keys that were not tried
 * @param tried usable keys under which the signature is wrong
 */
export async function diagnoseSignature(
  opened: OpenedToken,
  others: readonly VerificationKey[],
  context: Context,
  tried: readonly VerificationKey[] = [],
): Promise<Hint[]> {
  const found = new Set<HintCode>()
  const { primitives } = context
  const isFor = (key: VerificationKey) => algorithmsOf(key).includes(opened.algorithm)
  const verifies = async (key: Pick<VerificationKey, 'material'>) =>
    (await verifyWith(opened, key, primitives)) !== null
  for (const key of others.filter(isFor).slice(0, mostKeys)) {
    if (await verifies(key)) found.add('other-key-of-channel')
  }
  for (const key of context.retired.filter(isFor).slice(0, mostKeys)) {
    if (await verifies(key)) found.add(whyNotInUse(key, context.at))
  }
  if (opened.algorithm === 'ES256' && isDerShaped(opened.signature)) {
    for (const { material } of context.usable.filter(isFor).slice(0, mostKeys)) {
      if (isMatch(primitives.isDerSignature(opened.signingInput, opened.signature, material)))
        found.add('signature-is-der')
    }
  }
  for (const { kind, material } of tried.slice(0, mostKeys)) {
    if (kind !== 'secret') continue
    for (const [code, bytes] of otherSecrets(material.export().toString('utf8'))) {
      if (!found.has(code) && bytes.byteLength > 0 && (await verifies({ material: createSecretKey(bytes) }))) {
        found.add(code)
      }
    }
  }
  return [...found].map(hint)
}

function isDerShaped(signature: Uint8Array): boolean {
  return signature[0] === 0x30 && signature.byteLength >= 8 && signature.byteLength <= 72
}

/** The token's algorithm is one that the channel allows, and none that the key is for. */
export function diagnoseAlgorithm(): Hint[] {
  return [hint('algorithm-of-other-key')]
}

/** Why a text is no token: padding, where its parts would be sound without it. */
export function diagnoseTokenText(token: string): Hint[] {
  const parts = token.split('.')
  const padded = token.includes('=') && parts.length === 3
  return padded && parts.every((part) => decodeBase64url(part.replace(/={1,2}$/, '')) !== null)
    ? [hint('token-has-padding')]
    : []
}

/** Why a signed payload is no JSON: the trailing comma of a vendor's own sample. */
export function diagnosePayloadText(text: string): Hint[] {
  const repaired = text.replace(/,(\s*[\]}]\s*)$/, '$1')
  return repaired !== text && parseStrictJson(repaired, { maxCharacters: text.length }).ok
    ? [hint('payload-trailing-comma')]
    : []
}
