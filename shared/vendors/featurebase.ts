import type { Vendor } from './vendor.ts'

export const featurebase = {
  name: 'featurebase',
  title: 'Featurebase',
  aliases: ['featurebase-messenger'],
  sources: [
    'https://help.featurebase.app/help/articles/5402549-secure-your-installation-required-by-default',
    'https://help.featurebase.app/help/articles/5257986-creating-and-signing-a-jwt',
    'https://help.featurebase.app/articles/4543540-set-up-identity-verification',
  ],
  unconfirmed: [
    'Which one counts where a token or a page has both a user id and an e-mail is not documented. Here it is the user id.',
  ],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['featurebaseJwt', 'jwtToken', 'jwt'],
      algorithms: ['HS256'],
      keyId: 'optional',
      identity: [
        { claim: 'userId', field: 'userId' },
        { claim: 'email', field: 'email' },
      ],
      requiredClaims: [],
      fixedClaims: {},
      provenOnlyWith: {},
      requireExpiry: false,
      longestLifetimeSeconds: null,
      issuer: 'unused',
      audience: 'unused',
    },
    {
      proof: 'hash',
      fields: [
        { field: 'userId', members: ['userId'] },
        { field: 'email', members: ['email'] },
      ],
      digestMembers: ['userHash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: ['appId', 'organization'],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A token with the user id or the e-mail; else the older hash of one of them',
    keyQuestion: 'The JWT secret of your Featurebase organization',
    keyLabel: 'JWT secret',
    keyHelp:
      'In Featurebase: Settings → Security. A site that still sends hashes adds its identity verification secret as a second key.',
    sample: '{\n  "featurebaseJwt": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      { on: ['Featurebase'], words: ['boot'], gives: [{ argument: 0 }] },
      { on: ['Featurebase'], words: ['identify'], gives: [{ argument: 0 }] },
      { on: ['Featurebase'], words: ['shutdown'], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `Featurebase('boot', {
  appId: 'YOUR_APP_ID',
  featurebaseJwt: 'TOKEN_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
