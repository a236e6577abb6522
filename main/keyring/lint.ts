import type { KeyLint } from '#shared/contract/requests.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { isDocumentationKey, isDocumentationSecret } from '../identity/documentation-keys.ts'
import { importPublicKeyPem } from '../identity/import-key.ts'
import type { KeyInspection } from './inspection.ts'
import { inspectPublicKey } from './lint-public-key.ts'
import { inspectSecret } from './lint-secret.ts'

/** Which kind of key a scheme is checked with. */
export function keyKindOf(scheme: SchemeName): 'secret' | 'publicKey' {
  const { keyKind } = vendorOf(scheme)
  return keyKind === 'publicKey' ? 'publicKey' : 'secret'
}

/** Looks at a pasted key for a scheme. Pure; a refusal carries nothing of what was pasted. */
export function inspectKey(scheme: SchemeName, material: string): KeyInspection {
  return keyKindOf(scheme) === 'secret'
    ? inspectSecret(material, isDocumentationSecret)
    : inspectPublicKey(material, isDocumentationKey)
}

/**
 * The lint as the window sees it: findings, and for a public key the repaired file and its fingerprint.
 * A secret is never echoed, and shows no fingerprint before it is stored.
 */
export function lintKey(scheme: SchemeName, material: string): KeyLint {
  const inspection = inspectKey(scheme, material)
  switch (inspection.outcome) {
    case 'refuse':
      return { outcome: 'refuse', findings: inspection.findings, repairedPreview: null, fingerprint: null }
    case 'repair':
      return {
        outcome: 'repair',
        findings: inspection.findings,
        repairedPreview: inspection.kind === 'publicKey' ? inspection.repaired : null,
        fingerprint: inspection.kind === 'publicKey' ? publicKeyFingerprint(inspection.repaired) : null,
      }
    case 'ready':
      return {
        outcome: inspection.findings.some((finding) => finding.severity !== 'info') ? 'warn' : 'ok',
        findings: inspection.findings,
        repairedPreview: null,
        fingerprint: inspection.kind === 'publicKey' ? publicKeyFingerprint(inspection.text) : null,
      }
    default:
      return assertNever(inspection)
  }
}

/** A fingerprint (hex) as people see it: `ab12…a1b2`. */
export function showFingerprint(fingerprint: string): string {
  return `${fingerprint.slice(0, 4)}…${fingerprint.slice(-4)}`
}

function publicKeyFingerprint(pem: string): string | null {
  const imported = importPublicKeyPem(pem)
  return imported.ok ? showFingerprint(imported.key.fingerprint) : null
}
