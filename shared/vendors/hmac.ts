import { ownPage } from './page.ts'
import type { Vendor } from './vendor.ts'

/** A site of one's own, or a vendor that is not listed, whose pages send a keyed hash. The settings are the rule. */
export const hmac = {
  name: 'hmac',
  title: 'Custom hash',
  aliases: ['custom-hmac', 'custom-hash'],
  sources: ['RFC 2104'],
  unconfirmed: [],
  rules: 'settings',
  notClaims: [],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A keyed hash (HMAC) of a field you name',
    keyQuestion: 'The secret your server hashes with',
    keyLabel: 'Secret',
    keyHelp: 'At least 32 random bytes, made on your server and kept there.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "hash": "…"\n}',
  },
  page: ownPage(`Bonafide('identify', {
  email: 'VISITOR_EMAIL',
  hash: 'HASH_FROM_YOUR_SERVER',
})`),
} as const satisfies Vendor
