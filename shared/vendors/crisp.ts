import type { Vendor } from './vendor.ts'

export const crisp = {
  name: 'crisp',
  title: 'Crisp',
  aliases: ['crisp-chat', 'crisp.chat'],
  sources: [
    'https://docs.crisp.chat/guides/chatbox-sdks/web-sdk/identity-verification',
    'productdevbook/ahize, crisp.ts',
    'code of three sites that cites the document',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'email', members: ['email'] }],
      digestMembers: ['signature'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: [],
  within: null,
  lists: { 'user:email': ['email', 'signature'], 'user:nickname': ['name'], 'user:phone': ['phone'] },
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail',
    keyQuestion: 'The secret key of your Crisp website',
    keyLabel: 'Secret key',
    keyHelp: 'In Crisp: Settings → Website settings → your website → Setup instructions → Identity verification.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "signature": "…"\n}',
  },
  page: {
    calls: [
      {
        on: ['$crisp', 'push'],
        words: ['set', 'user:email'],
        gives: [{ argument: 0, as: ['email', 'signature'] }],
        listed: true,
        adds: true,
      },
      {
        on: ['$crisp', 'push'],
        words: ['set', 'user:nickname'],
        gives: [{ argument: 0, as: ['name'] }],
        listed: true,
        adds: true,
      },
      {
        on: ['$crisp', 'push'],
        words: ['set', 'user:phone'],
        gives: [{ argument: 0, as: ['phone'] }],
        listed: true,
        adds: true,
      },
      { on: ['$crisp', 'push'], words: ['do', 'session:reset'], gives: 'nobody', listed: true },
    ],
    settings: [],
    ready: null,
    snippet: `$crisp.push(['set', 'user:email', ['VISITOR_EMAIL', 'HASH_FROM_YOUR_SERVER']])`,
  },
} as const satisfies Vendor
