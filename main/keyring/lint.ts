import type { KeyLint } from '#shared/contract/requests.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { sendsTokens, sendsTokensOnly } from '#shared/vendors/proofs.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'
import { decodeBytes } from '../identity/decode.ts'
import { isDocumentationKey, isDocumentationSecret } from '../identity/documentation-keys.ts'
import { readJwkText } from '../identity/import-jwk.ts'
import { importPublicKeyPem } from '../identity/import-key.ts'
import { keyPairHalfIn } from '../identity/key-shaped.ts'
import { type KeyInspection, refuseKey } from './inspection.ts'
import { inspectJwk } from './lint-jwk.ts'
import { inspectPublicKey } from './lint-public-key.ts'
import { inspectSecret } from './lint-secret.ts'

/** Looks at a pasted key for a scheme. Pure; a refusal carries nothing of what was pasted. */
export function inspectKey(scheme: SchemeName, material: string): KeyInspection {
  const vendor = vendorOf(scheme)
  const tokens = sendsTokens(vendor)
  const jwk = tokens ? readJwkText(material.replace(/^\ufeff/, '')) : null
  if (jwk !== null) return inspectJwk(jwk, vendor)
  if (vendor.keyKind === 'publicKey' || (vendor.keyKind === 'either' && looksLikeKeyFile(material))) {
    return inspectPublicKey(material, isDocumentationKey, tokens ? 'token' : 'p256')
  }
  const use = sendsTokensOnly(vendor) ? 'only' : tokens ? 'too' : 'none'
  return asDecoded(vendor, inspectSecret(material, isDocumentationSecret, use))
}

/** A secret that its vendor decodes first, and that cannot be decoded, would never match anything. */
function asDecoded({ rules }: Vendor, inspection: KeyInspection): KeyInspection {
  if (typeof rules === 'string' || (inspection.outcome !== 'ready' && inspection.outcome !== 'repair'))
    return inspection
  const encodings = rules.flatMap((rule) => (rule.proof === 'hash' ? [rule.keyEncoding] : []))
  const [encoding] = encodings
  if (encoding === undefined || encoding === 'utf8' || encodings.length < rules.length) return inspection
  const text = inspection.outcome === 'ready' ? inspection.text : inspection.repaired
  if (decodeBytes(text, encoding) === null) {
    return refuseKey(
      'not-decodable',
      `This vendor’s secret is written in ${encodingWords[encoding]} and is decoded before it is used, and this text is not. Copy it again from the vendor’s settings.`,
    )
  }
  return inspection.outcome === 'repair' ? { ...inspection, asPasted: null } : inspection
}

const encodingWords = { hex: 'hexadecimal', base64: 'base64', base64url: 'base64url' } as const

/** True where a text that may also be a secret is half of a key pair, whatever copying did to it. */
function looksLikeKeyFile(material: string): boolean {
  return keyPairHalfIn(material) !== null || /BEGIN [A-Z ]*(?:KEY|CERTIFICATE)/i.test(material)
}

/**
 * The lint as the window sees it: findings, and for a public key the repaired file and its fingerprint.
 * A secret is never echoed, and shows no fingerprint before it is stored.
 */
export function lintKey(scheme: SchemeName, material: string): KeyLint {
  const inspection = inspectKey(scheme, material)
  switch (inspection.outcome) {
    case 'refuse':
      return { ...nothingKnown, outcome: 'refuse', findings: inspection.findings }
    case 'set':
      return {
        ...nothingKnown,
        outcome: inspection.findings.length > 0 ? 'warn' : 'ok',
        findings: inspection.findings,
        kind: inspection.kind,
        keys: inspection.keys.map((key) => ({
          kid: key.kid,
          what: key.what,
          fingerprint: key.problem === null && inspection.kind === 'publicKey' ? publicKeyFingerprint(key.text) : null,
          problem: key.problem,
        })),
      }
    case 'repair':
      return {
        ...nothingKnown,
        outcome: 'repair',
        kind: inspection.kind,
        findings: inspection.findings,
        repairedPreview: inspection.kind === 'publicKey' ? inspection.repaired : null,
        fingerprint: inspection.kind === 'publicKey' ? publicKeyFingerprint(inspection.repaired) : null,
      }
    case 'ready':
      return {
        ...nothingKnown,
        kind: inspection.kind,
        kid: inspection.kid ?? null,
        outcome: inspection.findings.some((finding) => finding.severity !== 'info') ? 'warn' : 'ok',
        findings: inspection.findings,
        fingerprint: inspection.kind === 'publicKey' ? publicKeyFingerprint(inspection.text) : null,
      }
    default:
      return assertNever(inspection)
  }
}

const nothingKnown = { repairedPreview: null, fingerprint: null, kind: null, kid: null, keys: null }

/** A fingerprint (hex) as people see it: `ab12…a1b2`. */
export function showFingerprint(fingerprint: string): string {
  return `${fingerprint.slice(0, 4)}…${fingerprint.slice(-4)}`
}

function publicKeyFingerprint(pem: string): string | null {
  const imported = importPublicKeyPem(pem, 'token')
  return imported.ok ? showFingerprint(imported.key.fingerprint) : null
}
