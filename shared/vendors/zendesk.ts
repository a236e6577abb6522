import type { Vendor } from './vendor.ts'

export const zendesk = {
  name: 'zendesk',
  title: 'Zendesk messaging',
  aliases: ['zendesk-messaging', 'zendesk-jwt', 'zendesk-messenger'],
  sources: [
    'https://support.zendesk.com/hc/en-us/articles/4411666638746-Setting-up-user-authentication-for-messaging',
    'https://developer.zendesk.com/documentation/zendesk-web-widget-sdks/email_identities',
    'https://developer.zendesk.com/api-reference/widget-messaging/web/authentication/',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['jwt', 'token'],
      algorithms: ['HS256'],
      keyId: 'required',
      identity: [{ claim: 'external_id', field: 'external_id' }],
      requiredClaims: [],
      fixedClaims: { scope: 'user' },
      provenOnlyWith: { email: 'email_verified' },
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
    proof: 'A token with the external id',
    keyQuestion: 'A signing key of your Zendesk account, with its key id',
    keyLabel: 'Shared secret',
    keyHelp:
      'In Zendesk: Admin Center → Account → Security → End user authentication → Messaging → Create key. Its id stands in the header of each token as “kid”.',
    sample: '{\n  "jwt": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      { on: ['zE'], words: ['messenger', 'loginUser'], gives: [{ argument: 0, as: 'jwt', asks: 'callback' }] },
      { on: ['zE'], words: ['messenger', 'logoutUser'], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `zE('messenger', 'loginUser', function (give) {
  give('TOKEN_FROM_YOUR_SERVER')
})`,
  },
} as const satisfies Vendor
