import type { Vendor } from './vendor.ts'

export const freshchat = {
  name: 'freshchat',
  title: 'Freshchat',
  aliases: ['freshdesk-messaging', 'freshworks', 'freshdesk-web-chat'],
  sources: [
    'https://support.freshdesk.com/support/solutions/articles/50000011580-enable-jwt-authentication',
    'https://crmsupport.freshworks.com/support/solutions/articles/50000010263-enable-jwt-user-authentication',
    'freshworks/freshchat-ios, FCJWTUtilities',
  ],
  unconfirmed: [
    'The list of claims was read in the vendor’s SDK and not in its document. A token that has a freshchat_uuid and no reference_id names a browser, and is refused here.',
    'Older apps sign with RS256, which the documents of the web chat no longer name. It is not checked here: a custom token can be.',
  ],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['jwt', 'token', 'jwtAuthToken', 'authToken', 'jwt_auth_token'],
      algorithms: ['HS256'],
      keyId: 'optional',
      identity: [{ claim: 'reference_id', field: 'reference_id', alsoCalled: ['externalId', 'external_id'] }],
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
    proof: 'A token with the reference id',
    keyQuestion: 'The encryption key of your Freshchat account',
    keyLabel: 'Encryption key',
    keyHelp: 'In Freshchat: Admin Settings → Channels → Web Chat → User authentication → Generate Key.',
    sample: '{\n  "jwtAuthToken": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      { on: ['fcWidget', 'authenticate'], words: [], gives: [{ argument: 0, as: 'jwt' }] },
      { on: ['fcWidget', 'setJWTAuthToken'], words: [], gives: [{ argument: 0, as: 'jwt' }] },
      { on: ['fcWidget', 'user', 'setProperties'], words: [], gives: [{ argument: 0 }], adds: true },
      { on: ['fcWidget', 'user', 'clear'], words: [], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `fcWidget.authenticate('TOKEN_FROM_YOUR_SERVER')`,
  },
} as const satisfies Vendor
