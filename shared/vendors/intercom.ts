import type { Vendor } from './vendor.ts'

/**
 * Both proofs, while a site moves from the one to the other. A token that is sent is the proof: a bad one never falls
 * back to the hash.
 */
export const intercom = {
  name: 'intercom',
  title: 'Intercom',
  aliases: ['intercom-messenger'],
  sources: [
    'https://developers.intercom.com/installing-intercom/web/identity-verification',
    'https://www.intercom.com/help/en/articles/10589769-authenticating-users-in-the-messenger-with-json-web-tokens-jwts',
    'intercom/intercom-rails, pull requests 356 and 368, lib/intercom-rails/script_tag.rb',
    'https://developers.intercom.com/installing-intercom/docs/enable-identity-verification-on-your-web-product',
    'intercom/identity-verification-code-samples @1e45c39',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'token',
      tokenMembers: ['intercom_user_jwt', 'user_jwt', 'jwt'],
      algorithms: ['HS256'],
      keyId: 'optional',
      identity: [{ claim: 'user_id', field: 'user_id' }],
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
        { field: 'user_id', members: ['user_id'] },
        { field: 'email', members: ['email'] },
      ],
      digestMembers: ['user_hash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: ['app_id', 'api_base'],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: true,
  words: {
    proof: 'A token with the user id; else the older hash of the user id or the e-mail',
    keyQuestion: 'The Messenger API secret of your Intercom workspace',
    keyLabel: 'Messenger API secret',
    keyHelp: 'In Intercom: Settings → Channels → Messenger → Security. Web, iOS and Android have a secret each.',
    sample: '{\n  "intercom_user_jwt": "eyJhbGciOiJIUzI1NiJ9.…"\n}',
  },
  page: {
    calls: [
      { on: ['Intercom'], words: ['boot'], gives: [{ argument: 0 }] },
      { on: ['Intercom'], words: ['update'], gives: [{ argument: 0 }], adds: true },
      { on: ['Intercom'], words: ['shutdown'], gives: 'nobody' },
    ],
    settings: [['intercomSettings']],
    ready: null,
    snippet: `Intercom('boot', {
  user_id: 'VISITOR_ID',
  name: 'VISITOR_NAME',
  intercom_user_jwt: 'TOKEN_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
