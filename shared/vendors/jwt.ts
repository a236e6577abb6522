import { ownPage } from './page.ts'
import type { Vendor } from './vendor.ts'

/** A site of one's own, or a vendor that is not listed, whose pages send a signed token. The settings are the rule. */
export const jwt = {
  name: 'jwt',
  title: 'Custom token',
  aliases: ['custom-jwt', 'custom-token'],
  sources: ['RFC 7519', 'RFC 8725'],
  unconfirmed: [],
  rules: 'settings',
  notClaims: [],
  within: null,
  keyKind: 'either',
  secretPerPlatform: false,
  words: {
    proof: 'A signed token (JWT) with a claim you name',
    keyQuestion: 'The key your tokens are checked with',
    keyLabel: 'Public key (PEM or JWK), or the shared secret',
    keyHelp: 'A public key for ES256, RS256 or EdDSA; for HS256 the secret itself, at least 32 bytes.',
    sample: '{\n  "token": "eyJhbGciOiJFUzI1NiJ9.…"\n}',
  },
  page: ownPage(`Bonafide('identify', {
  token: 'TOKEN_FROM_YOUR_SERVER',
})`),
} as const satisfies Vendor
