import type { Vendor } from './vendor.ts'

export const userlike = {
  name: 'userlike',
  title: 'Userlike',
  aliases: ['lime-connect'],
  sources: ['userlike/messenger PR #45'],
  unconfirmed: [],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['token', 'externalToken', 'jwt'],
      algorithms: ['HS256'],
      keyId: 'optional',
      identity: [{ claim: 'sub', field: 'sub' }],
      requiredClaims: ['iat'],
      fixedClaims: {},
      provenOnlyWith: {},
      requireExpiry: true,
      longestLifetimeSeconds: null,
      issuer: 'unused',
      audience: 'unused',
    },
  ],
  notClaims: [],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A token with the user id, made on demand',
    keyQuestion: 'The signing secret of your Userlike widget',
    keyLabel: 'Secret',
    keyHelp: 'In Userlike: the settings of the widget.',
    sample: '{\n  "token": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
} as const satisfies Vendor
