import type { Vendor } from './vendor.ts'

export const customerly = {
  name: 'customerly',
  title: 'Customerly',
  aliases: [],
  sources: ['https://docs.customerly.io'],
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
    keyHelp: 'Customerly’s support team gives you the secret.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "email_hash": "…"\n}',
  },
} as const satisfies Vendor
