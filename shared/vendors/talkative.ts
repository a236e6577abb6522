import type { Vendor } from './vendor.ts'

export const talkative = {
  name: 'talkative',
  title: 'Talkative',
  aliases: [],
  sources: ['https://support.gettalkative.com/support/solutions/articles/201000057542'],
  unconfirmed: [],
  rules: 'own',
  notClaims: [],
  within: null,
  keyKind: 'publicKey',
  secretPerPlatform: false,
  words: {
    proof: 'A token signed with your own private key (ES256)',
    keyQuestion: 'The public half of your signing key',
    keyLabel: 'Public key (PEM)',
    keyHelp: 'The contents of ec_public.pem. Never the private key: that one stays on your server.',
    sample: '{\n  "signedInteractionData": "eyJhbGciOiJFUzI1NiJ9.…"\n}',
  },
  page: 'own',
} as const satisfies Vendor
