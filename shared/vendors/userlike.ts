import type { Vendor } from './vendor.ts'

export const userlike = {
  name: 'userlike',
  title: 'Userlike',
  aliases: ['lime-connect'],
  sources: ['userlike/messenger, pull request 45'],
  unconfirmed: ['Only the pull request that introduced it was found, and no document of the vendor.'],
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
    keyQuestion: 'The messenger signing key of your Userlike organization',
    keyLabel: 'Signing key',
    keyHelp: 'The key with which your server signs tokens for the Userlike messenger. It stays on the server.',
    sample: '{\n  "token": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      {
        on: ['UserlikeMessenger'],
        words: ['boot'],
        gives: [{ argument: 0, at: ['externalToken', 'getToken'], as: 'token', asks: 'answer' }],
      },
    ],
    settings: [],
    ready: null,
    snippet: `UserlikeMessenger('boot', {
  externalToken: {
    getToken: () => 'TOKEN_FROM_YOUR_SERVER',
  },
})`,
  },
} as const satisfies Vendor
