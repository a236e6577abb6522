import type { Vendor } from './vendor.ts'

export const drift = {
  name: 'drift',
  title: 'Drift',
  aliases: ['drift-chat'],
  sources: ['https://devdocs.drift.com/docs/securing-drift-on-your-site-using-signed-identities'],
  unconfirmed: [],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['userJwt', 'user_jwt', 'jwt', 'token'],
      algorithms: ['HS256'],
      keyId: 'optional',
      identity: [{ claim: 'sub', field: 'sub', alsoCalled: ['userId', 'user_id', 'id'] }],
      requiredClaims: [],
      fixedClaims: {},
      provenOnlyWith: {},
      requireExpiry: false,
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
    proof: 'A token with the user id',
    keyQuestion: 'The identity secret of your Drift account',
    keyLabel: 'Signing secret',
    keyHelp: 'In Drift: Settings → App settings → Widget → Visitor identity.',
    sample: '{\n  "userId": "88213",\n  "userJwt": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      {
        on: ['drift', 'identify'],
        words: [],
        gives: [{ argument: 0, as: 'userId' }, { argument: 1 }, { argument: 2 }],
      },
      { on: ['drift', 'reset'], words: [], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `drift.identify('VISITOR_ID', { name: 'VISITOR_NAME' }, { userJwt: 'TOKEN_FROM_YOUR_SERVER' })`,
  },
} as const satisfies Vendor
