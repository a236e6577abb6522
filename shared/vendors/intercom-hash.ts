import type { Vendor } from './vendor.ts'

/** For a site that has not moved to tokens: a token is no proof here. */
export const intercomHash = {
  name: 'intercom-hash',
  title: 'Intercom, hash only',
  aliases: ['intercom-hmac', 'intercom-legacy'],
  sources: [
    'https://developers.intercom.com/installing-intercom/docs/enable-identity-verification-on-your-web-product',
    'intercom/identity-verification-code-samples @1e45c39',
    'intercom/intercom-rails, lib/intercom-rails/script_tag.rb',
  ],
  unconfirmed: [],
  rules: [
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
    proof: 'A hash of the user id, or of the e-mail where there is no id',
    keyQuestion: 'The identity verification secret of your Intercom workspace',
    keyLabel: 'Identity verification secret',
    keyHelp: 'In Intercom: Settings → Channels → Messenger → Security. Web, iOS and Android have a secret each.',
    sample: '{\n  "user_id": "88213",\n  "email": "richard@piedpiper.com",\n  "user_hash": "…"\n}',
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
  user_hash: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
