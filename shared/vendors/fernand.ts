import type { Vendor } from './vendor.ts'

export const fernand = {
  name: 'fernand',
  title: 'Fernand',
  aliases: [],
  sources: ['https://help.getfernand.com/features/support-widget/authenticating-users'],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'email', members: ['email'] }],
      digestMembers: ['hash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: [],
  within: 'user',
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail, exactly as it is written',
    keyQuestion: 'The secret key of your Fernand widget',
    keyLabel: 'Secret key',
    keyHelp: 'In Fernand: Settings → Channels → Support widget → Show advanced settings → Authenticating users.',
    sample: '{\n  "user": {\n    "name": "Richard",\n    "email": "richard@piedpiper.com",\n    "hash": "…"\n  }\n}',
  },
  page: 'own',
} as const satisfies Vendor
