import type { Vendor } from './vendor.ts'

export const kustomer = {
  name: 'kustomer',
  title: 'Kustomer',
  aliases: ['kustomer-chat'],
  sources: [
    'https://developer.kustomer.com/docs/chat/identity',
    'https://developer.kustomer.com/chat-sdk/v2.0-Web/docs/authenticate-chat-with-jwt-token',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['jwtToken', 'jwt', 'token'],
      algorithms: ['HS256'],
      keyId: 'optional',
      identity: [
        { claim: 'email', field: 'email' },
        { claim: 'externalId', field: 'externalId' },
      ],
      requiredClaims: ['iat'],
      fixedClaims: {},
      provenOnlyWith: {},
      requireExpiry: false,
      longestLifetimeSeconds: null,
      longestAgeSeconds: 900,
      issuer: 'unused',
      audience: 'unused',
    },
  ],
  notClaims: [],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A token with the e-mail, else the external id',
    keyQuestion: 'The chat secret of your Kustomer organization',
    keyLabel: 'Secret',
    keyHelp: 'The chat secret your server signs with. Kustomer’s document “Customer identity” says where it is read.',
    sample: '{\n  "jwtToken": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      { on: ['Kustomer', 'login'], words: [], gives: [{ argument: 0 }] },
      { on: ['Kustomer', 'logout'], words: [], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `Kustomer.login({ jwtToken: 'TOKEN_FROM_YOUR_SERVER' })`,
  },
} as const satisfies Vendor
