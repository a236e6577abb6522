import type { Vendor } from './vendor.ts'

export const chatwoot = {
  name: 'chatwoot',
  title: 'Chatwoot',
  aliases: [],
  sources: [
    'https://www.chatwoot.com/docs/product/channels/live-chat/sdk/identity-validation',
    'chatwoot/chatwoot 4.10.0, app/controllers/api/v1/widget/contacts_controller.rb',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'identifier', members: ['identifier'] }],
      digestMembers: ['identifier_hash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: [],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the identifier that setUser is given',
    keyQuestion: 'The HMAC token of your Chatwoot inbox',
    keyLabel: 'HMAC token',
    keyHelp: 'In Chatwoot: Settings → Inboxes → your website → Configuration → Identity validation.',
    sample: '{\n  "identifier": "88213",\n  "email": "richard@piedpiper.com",\n  "identifier_hash": "…"\n}',
  },
  page: {
    calls: [
      { on: ['$chatwoot', 'setUser'], words: [], gives: [{ argument: 0, as: 'identifier' }, { argument: 1 }] },
      { on: ['$chatwoot', 'reset'], words: [], gives: 'nobody' },
    ],
    settings: [],
    ready: { event: 'chatwoot:ready' },
    snippet: `window.$chatwoot.setUser('VISITOR_ID', {
  name: 'VISITOR_NAME',
  email: 'VISITOR_EMAIL',
  identifier_hash: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
