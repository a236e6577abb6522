import type { Vendor } from './vendor.ts'

export const salesforce = {
  name: 'salesforce',
  title: 'Salesforce Enhanced Chat',
  aliases: ['salesforce-messaging', 'salesforce-chat', 'miaw', 'salesforce-messaging-for-web'],
  sources: [
    'https://developer.salesforce.com/docs/service/messaging-web/guide/user-verification.html',
    'https://help.salesforce.com/s/articleView?id=service.miaw_token_based_user_verification_setup.htm',
    'https://help.salesforce.com/apex/HTViewHelpDoc?id=service.user_verification_troubleshooting.htm',
    'Salesforce-Async-Messaging/key-command-line-utility, README.md',
  ],
  unconfirmed: [
    'The vendor’s own tool puts a kid into every token. Whether a token without one is taken is not documented; here every key of the channel is tried.',
  ],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['identityToken', 'jwt', 'token'],
      algorithms: ['RS256', 'RS512'],
      keyId: 'optional',
      identity: [{ claim: 'sub', field: 'sub' }],
      requiredClaims: [],
      fixedClaims: {},
      provenOnlyWith: {},
      requireExpiry: true,
      longestLifetimeSeconds: null,
      issuer: 'setting',
      audience: 'unused',
    },
  ],
  notClaims: ['identityTokenType'],
  within: null,
  keyKind: 'publicKey',
  secretPerPlatform: false,
  words: {
    proof: 'A token signed with your own private key (RS256 or RS512)',
    keyQuestion: 'The public half of your signing key',
    keyLabel: 'Public key (PEM, JWK or JWKS)',
    keyHelp: 'The key or key set that you gave to Salesforce. Never the private key.',
    sample: '{\n  "identityTokenType": "JWT",\n  "identityToken": "eyJhbGciOiJSUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      {
        on: ['embeddedservice_bootstrap', 'userVerificationAPI', 'setIdentityToken'],
        words: [],
        gives: [{ argument: 0 }],
      },
      { on: ['embeddedservice_bootstrap', 'userVerificationAPI', 'clearSession'], words: [], gives: 'nobody' },
    ],
    settings: [],
    ready: { event: 'onEmbeddedMessagingReady' },
    snippet: `embeddedservice_bootstrap.userVerificationAPI.setIdentityToken({
  identityTokenType: 'JWT',
  identityToken: 'TOKEN_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
