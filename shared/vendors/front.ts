import type { Vendor } from './vendor.ts'

export const front = {
  name: 'front',
  title: 'Front',
  aliases: ['front-chat', 'frontapp'],
  sources: ['https://dev.frontapp.com/docs/identify-users'],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'email', members: ['email'] }],
      digestMembers: ['userHash', 'user_hash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: ['chatId'],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail',
    keyQuestion: 'The identity secret of your Front chat',
    keyLabel: 'Identity secret',
    keyHelp: 'In Front: Settings → Channels → your chat → Identity verification.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "userHash": "…"\n}',
  },
  page: {
    calls: [
      { on: ['FrontChat'], words: ['init'], gives: [{ argument: 0 }] },
      { on: ['FrontChat'], words: ['identity'], gives: [{ argument: 0 }] },
      { on: ['FrontChat'], words: ['shutdown'], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `FrontChat('identity', {
  email: 'VISITOR_EMAIL',
  userHash: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
