import type { JsonObject } from '#shared/strict/json.ts'
import type { Verify } from '../../identity/check.ts'
import { jwkKey } from '../../identity/testing/tokens.ts'
import { verify } from '../../identity/verify.ts'

/** The product's own verification, for a channel of signed tokens with this public key. */
export function tokenVerify(publicJwk: JsonObject): Verify {
  const keys = [jwkKey(publicJwk)]
  return (request) => verify({ ...request, scheme: 'jwt', settings: { algorithms: ['ES256'] }, keys })
}
