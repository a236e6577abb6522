import type { Vendor } from './vendor.ts'

export const customerly = {
  name: 'customerly',
  title: 'Customerly',
  aliases: [],
  sources: [
    'https://docs.customerly.io/en/live-chat/setting-up-identity-verification-for-web-and-mobile-on-customerly',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'email', members: ['email'], normalise: 'lower' }],
      digestMembers: ['email_hash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: ['app_id'],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail in lower case',
    keyQuestion: 'The identity secret of your Customerly project',
    keyLabel: 'Secret',
    keyHelp: 'Customerly gives out the secret keys by its support chat.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "email_hash": "…"\n}',
  },
  page: {
    calls: [
      { on: ['customerly', 'load'], words: [], gives: [{ argument: 0 }] },
      { on: ['customerly', 'update'], words: [], gives: [{ argument: 0 }], adds: true },
      { on: ['customerly', 'logout'], words: [], gives: 'nobody' },
    ],
    settings: [['customerlySettings']],
    ready: null,
    snippet: `customerly.update({
  user_id: 'VISITOR_ID',
  email: 'VISITOR_EMAIL',
  email_hash: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
