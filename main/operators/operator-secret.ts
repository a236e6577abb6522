import { createCipheriv, createDecipheriv, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { Sealer } from '../keyring/sealer.ts'
import type { RandomBytes } from '../new-id.ts'
import { kidOf, type PublicX } from './compact-jws.ts'
import { type Derived, derive, newSalt, type PassphraseCost, type PassphraseRecord } from './passphrase.ts'

/** An operator's passphrase record and signing key, as they are kept. */
export interface OperatorSecret extends PassphraseRecord {
  operatorId: OperatorId
  /** `start` was made by a supervisor, and opens nothing but the choice of an own one. */
  kind: 'start' | 'own'
  kid: string
  /** The keystore that sealed the box around the passphrase's; `none` where there was none to do it. */
  backend: string
  box: Uint8Array
}

export interface SigningKey {
  x: PublicX
  kid: string
  privateKey: KeyObject
}

export function makeSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const x = publicKey.export({ format: 'jwk' }).x as string
  return { x, kid: kidOf(x), privateKey }
}

/**
 * Seals a signing key: AES-256-GCM under the passphrase, and the keystore around that. The box names its operator and
 * key, so that one that was moved to another row opens as nothing.
 */
export async function sealSecret(
  parts: { sealer: Sealer; randomBytes: RandomBytes; cost: PassphraseCost },
  secret: { operatorId: OperatorId; kind: 'start' | 'own'; passphrase: string; key: SigningKey },
): Promise<OperatorSecret> {
  const { sealer, randomBytes, cost } = parts
  const { operatorId, kind, key } = secret
  const salt = newSalt(randomBytes)
  const derived = await derive(secret.passphrase, salt, cost)
  const iv = Buffer.from(randomBytes(12))
  const cipher = createCipheriv('aes-256-gcm', derived.key, iv)
  cipher.setAAD(placeOf(operatorId, key.kid))
  const body = Buffer.concat([cipher.update(key.privateKey.export({ type: 'pkcs8', format: 'der' })), cipher.final()])
  const inner = Buffer.concat([iv, cipher.getAuthTag(), body])
  const { checkDigest } = derived
  const around = await sealAround(sealer, inner)
  return { operatorId, kind, kid: key.kid, salt, checkDigest, ...cost, ...around }
}

/** Opens the signing key of a secret whose passphrase fitted; null where the keystore or the box does not open. */
export async function openSecret(
  sealer: Sealer,
  { operatorId, kid, backend, box }: OperatorSecret,
  { key }: Derived,
): Promise<SigningKey | null> {
  try {
    if (backend !== 'none' && backend !== sealer.backend) return null
    const bytes = backend === 'none' ? Buffer.from(box) : Buffer.from(await sealer.open(box), 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAAD(placeOf(operatorId, kid))
    decipher.setAuthTag(bytes.subarray(12, 28))
    const der = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    const privateKey = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' })
    const x = privateKey.export({ format: 'jwk' }).x as string
    return kidOf(x) === kid ? { x, kid, privateKey } : null
  } catch {
    return null
  }
}

/** Where no keystore answers, the passphrase alone protects the key: that is sealed too, and never plaintext. */
async function sealAround(sealer: Sealer, inner: Buffer): Promise<{ backend: string; box: Uint8Array }> {
  const sealed =
    sealer.protection === 'unavailable' ? null : await sealer.seal(inner.toString('base64')).catch(() => null)
  return sealed === null ? { backend: 'none', box: inner } : { backend: sealer.backend, box: sealed }
}

function placeOf(operatorId: OperatorId, kid: string): Buffer {
  return Buffer.from(`bonafide operator key 1\n${operatorId}\n${kid}`, 'utf8')
}
