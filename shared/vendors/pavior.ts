import type { Vendor } from './vendor.ts'

export const pavior = {
  name: 'pavior',
  title: 'Pavior',
  aliases: [],
  sources: ['https://pavior.help.guide/v1/user-manual/live-chat/secure-user-authentication'],
  unconfirmed: [],
  rules: 'own',
  notClaims: ['teamVanityId', 'shareAuth', 'doChat', 'doTimeTravel'],
  within: null,
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the id, or of the e-mail; other hosts may borrow it',
    keyQuestion: 'The API key of your Pavior team',
    keyLabel: 'Team API key',
    keyHelp: 'The API key of your Pavior team. It also signs for shared domains.',
    sample: '{\n  "teamVanityId": "your-team",\n  "email": "user@example.com",\n  "hmac": "…"\n}',
  },
  page: 'own',
} as const satisfies Vendor
