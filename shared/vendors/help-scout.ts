import type { Vendor } from './vendor.ts'

export const helpScout = {
  name: 'help-scout',
  title: 'Help Scout',
  aliases: ['helpscout-beacon', 'beacon'],
  sources: ['https://developer.helpscout.com/beacon-2/web/secure-mode'],
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
    keyQuestion: 'The secret key of your Help Scout Beacon',
    keyLabel: 'Beacon secret key',
    keyHelp: 'In Help Scout: Manage → Beacon → Contact → Enable cross-device history.',
    sample: '{\n  "name": "Richard",\n  "email": "richard@piedpiper.com",\n  "signature": "…"\n}',
  },
  page: {
    calls: [
      { on: ['Beacon'], words: ['identify'], gives: [{ argument: 0 }] },
      { on: ['Beacon'], words: ['logout'], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `Beacon('identify', {
  name: 'VISITOR_NAME',
  email: 'VISITOR_EMAIL',
  signature: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
