import type { JsonObject } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'
import { isDocumentationKey } from '../identity/documentation-keys.ts'
import type { JwkImport, JwkKey } from '../identity/import-jwk.ts'
import { importJwk, importJwkSet } from '../identity/import-jwk.ts'
import { algorithmsOf } from '../identity/key-fitness.ts'
import type { KeyInspection, SetKey } from './inspection.ts'
import { privateKeySentence, refuseKey } from './inspection.ts'

/**
 * Looks at a pasted JWK or JWK set (RFC 7517) for a vendor whose proofs are tokens. A private key anywhere in it refuses
 * the whole; of a set each key is listed, and those that cannot check tokens say why and are left out.
 */
export function inspectJwk(pasted: JsonObject, vendor: Pick<Vendor, 'keyKind'>): KeyInspection {
  if (pasted['keys'] !== undefined) return inspectSet(pasted, vendor)
  const imported = importJwk(pasted)
  if (!imported.ok && imported.problem.code === 'private-key') return refuseKey('private-key', privateKeySentence)
  const looked = inspectOne(imported, pasted, vendor)
  if (looked.problem !== null || !imported.ok) return refuseKey(codeOf(imported), looked.problem ?? '')
  const { text, algorithm, kid, form } = looked
  return { outcome: 'ready', kind: imported.key.kind, text, kid, algorithm, form, findings: [] }
}

function inspectSet(set: JsonObject, vendor: Pick<Vendor, 'keyKind'>): KeyInspection {
  const imported = importJwkSet(set)
  if (!imported.ok) {
    return imported.problem.code === 'private-key'
      ? refuseKey('private-key', privateKeySentence)
      : refuseKey('not-a-key', imported.problem.message)
  }
  const jwks = Array.isArray(set['keys']) ? set['keys'].filter(isJsonObject) : []
  const keys = imported.keys.map((each, index) => inspectOne(each, jwks[index] ?? {}, vendor))
  const usable = keys.filter(({ problem }) => problem === null)
  const first = imported.keys.find((each) => each.ok)
  if (usable.length === 0 || first === undefined || !first.ok) {
    const [only] = keys
    const why = keys.length === 1 && only?.problem ? only.problem : 'None of the keys of this set can check a token.'
    return refuseKey('no-usable-key', why)
  }
  const names = usable.flatMap(({ kid }) => (kid === null ? [] : [kid]))
  if (new Set(names).size < names.length) {
    return refuseKey(
      'two-keys',
      'Two keys of this set have the same “kid”, so a token could not say which one it means.',
    )
  }
  const left = keys.length - usable.length
  return {
    outcome: 'set',
    kind: first.key.kind,
    keys,
    findings:
      left === 0
        ? []
        : [
            {
              code: 'set-in-part',
              severity: 'info',
              message: `${left} of the ${keys.length} keys of this set cannot check tokens and will be left out.`,
            },
          ],
  }
}

function inspectOne(imported: JwkImport, jwk: JsonObject, vendor: Pick<Vendor, 'keyKind'>): SetKey {
  if (!imported.ok) return { what: 'unreadable', kid: textOf(jwk['kid']), problem: imported.problem.message }
  const { key } = imported
  const { kid } = key
  const what = nameKey(key)
  const problem = problemOf(key, vendor)
  if (problem !== null) return { what, kid, problem }
  const text =
    key.kind === 'secret'
      ? JSON.stringify({ kty: 'oct', k: key.material.export().toString('base64url') })
      : (key.material.export({ format: 'pem', type: 'spki' }) as string)
  return { what, kid, text, algorithm: key.algorithm, form: key.kind === 'secret' ? 'jwk' : 'text', problem: null }
}

function problemOf(key: JwkKey, { keyKind }: Pick<Vendor, 'keyKind'>): string | null {
  if (keyKind !== 'either' && key.kind !== keyKind) {
    return keyKind === 'secret'
      ? 'This vendor signs with a shared secret: a public key cannot check its tokens.'
      : 'This vendor signs with a private key: its tokens are checked with the public half, not with a secret.'
  }
  if (key.unfit) return 'Its “use”, “key_ops” or “alg” says that it is not for checking signatures of tokens.'
  if (isDocumentationKey(key.material)) {
    return 'It is printed in public documentation with its private half, so anybody can sign with it.'
  }
  if (key.kind === 'secret' && new Set(key.material.export()).size < 6) return 'It is made of very few different bytes.'
  if (algorithmsOf(key).length > 0) return null
  return key.kind === 'secret'
    ? 'It is shorter than the hash of its algorithm: HS256 needs 32 bytes, HS384 48 and HS512 64 (RFC 7518 section 3.2).'
    : 'It is too weak, or its “alg” does not belong to its type and curve.'
}

function codeOf(imported: JwkImport) {
  if (!imported.ok) return 'not-a-key' as const
  return imported.key.unfit ? ('other-purpose' as const) : ('weak-key' as const)
}

/** What a key is, for people. */
export function nameKey({ material }: Pick<JwkKey, 'material'>): string {
  if (material.type === 'secret') return `secret of ${material.symmetricKeySize ?? 0} bytes`
  const { namedCurve, modulusLength } = material.asymmetricKeyDetails ?? {}
  if (material.asymmetricKeyType === 'rsa') return `RSA, ${modulusLength ?? 0} bits`
  if (material.asymmetricKeyType === 'ed25519') return 'Ed25519'
  return `EC, ${curveNames[namedCurve ?? ''] ?? namedCurve ?? 'no curve'}`
}

/** What people call the curves, by the name OpenSSL gives them. */
export const curveNames: Readonly<Record<string, string>> = Object.freeze({
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  secp224r1: 'P-224',
  secp256k1: 'secp256k1',
})

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 128 ? value : null
}
