import type { Vendor } from './vendor.ts'

export const crisp = {
  name: 'crisp',
  title: 'Crisp',
  aliases: ['crisp-chat', 'crisp.chat'],
  sources: ['https://docs.crisp.chat/guides/chatbox-sdks/web-sdk/identity-verification'],
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
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail',
    keyQuestion: 'The secret key of your Crisp website',
    keyLabel: 'Secret key',
    keyHelp: 'In Crisp: Settings → Website settings → your website → Setup instructions → Identity verification.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "signature": "…"\n}',
  },
} as const satisfies Vendor
