import type { HashAlgorithm, TokenAlgorithm } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from './check.ts'
import type { Primitives } from './primitives.ts'
import { isMatch } from './primitives.ts'
import type { OpenedToken } from './signed-token.ts'

/** The payload where the signature is right under this key, else null. The key has to be for the token's algorithm. */
export async function verifyWith(
  opened: Pick<OpenedToken, 'token' | 'algorithm' | 'signingInput' | 'signature' | 'payload'>,
  key: Pick<VerificationKey, 'material'>,
  primitives: Primitives,
): Promise<Uint8Array | null> {
  const hash = hashesOfHmac[opened.algorithm]
  if (hash === undefined) return primitives.verifyToken(opened.token, opened.algorithm, key.material)
  if (key.material.type !== 'secret') return null
  const expected = primitives.hmac(hash, key.material, opened.signingInput)
  return isMatch(primitives.equalBytes(expected, opened.signature)) ? opened.payload : null
}

const hashesOfHmac: Partial<Record<TokenAlgorithm, HashAlgorithm>> = Object.freeze({
  HS256: 'sha256',
  HS384: 'sha384',
  HS512: 'sha512',
})
