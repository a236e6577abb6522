import type { KeyObject } from 'node:crypto'
import { createHmac, hash, verify as verifySignature } from 'node:crypto'
import { compactVerify } from 'jose'
import type { HashAlgorithm, TokenAlgorithm } from '#shared/vendors/vendor.ts'
import { equalBytes } from './compare.ts'

/** The cryptography the engine stands on, as one argument, so that a test can break each part of it. */
export interface Primitives {
  /** HMAC (RFC 2104) of bytes, or of the UTF-8 of a text. */
  hmac(algorithm: HashAlgorithm, key: KeyObject, message: string | Uint8Array): Uint8Array
  sha256(data: string | Uint8Array): Uint8Array
  equalBytes(left: Uint8Array, right: Uint8Array): boolean
  /**
   * Checks a compact JWS with this algorithm and this public key only (RFC 7515 §5.2, RFC 7518 §3, RFC 8037).
   *
   * @returns the payload, or null where it does not verify
   */
  verifyToken(token: string, algorithm: TokenAlgorithm, key: KeyObject): Promise<Uint8Array | null>
  /** True where the signature is right but DER encoded (for a diagnosis; it never verifies). */
  isDerSignature(signingInput: string, signature: Uint8Array, key: KeyObject): boolean
}

/** Only `true` is true: an answer of any other kind, a promise among them, is no match. */
export function isMatch(answer: unknown): boolean {
  return answer === true
}

/** SHA-256 of bytes or of the UTF-8 of a text, from a primitive that is believed only where it answers 32 bytes. @throws where it does not */
export function digestOf({ sha256 }: Pick<Primitives, 'sha256'>, data: string | Uint8Array): Buffer {
  const digest: unknown = sha256(data)
  if (!(digest instanceof Uint8Array) || digest.length !== 32) throw new Error('a digest has 32 bytes')
  return Buffer.from(digest)
}

/** The error codes with which jose says "this token does not verify", as opposed to "something broke". */
const refusalsOfJose = new Set(['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'ERR_JWS_INVALID'])

/** `node:crypto` and jose. */
export const nodePrimitives: Primitives = Object.freeze({
  hmac: (algorithm: HashAlgorithm, key: KeyObject, message: string | Uint8Array) =>
    createHmac(algorithm, key).update(message).digest(),
  sha256: (data: string | Uint8Array) => hash('sha256', data, 'buffer'),
  equalBytes,
  verifyToken: async (token: string, algorithm: TokenAlgorithm, key: KeyObject) => {
    // Raw bytes and secrets never come here: a public key can then not be taken for the secret of an HMAC.
    if (key.type !== 'public') return null
    try {
      const { payload } = await compactVerify(token, key, { algorithms: [algorithm] })
      return payload
    } catch (error) {
      if (refusalsOfJose.has((error as { code?: string }).code ?? '')) return null
      throw error
    }
  },
  isDerSignature: (signingInput: string, signature: Uint8Array, key: KeyObject) =>
    verifySignature('sha256', Buffer.from(signingInput, 'ascii'), { key, dsaEncoding: 'der' }, signature),
})
