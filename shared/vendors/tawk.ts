import type { Vendor } from './vendor.ts'

export const tawk = {
  name: 'tawk',
  title: 'tawk.to',
  aliases: ['tawk.to', 'tawkto'],
  sources: [
    'https://help.tawk.to/article/how-to-generate-a-hash-for-javascript-api',
    'https://help.tawk.to/article/how-to-set-up-logins-with-a-hash-using-javascript-api',
    'https://help.tawk.to/article/how-to-use-setattributes-with-a-hash-in-javascript-api',
    'code of four sites that call Tawk_API.login with a user id and its hash',
  ],
  unconfirmed: [
    'For setAttributes the document says that the user id is hashed, and older ones say the e-mail. Here the user id has to be signed where there is one, else the e-mail.',
  ],
  rules: [
    {
      proof: 'hash',
      fields: [
        { field: 'userId', members: ['userId', 'userID', 'user_id'] },
        { field: 'email', members: ['email'] },
      ],
      digestMembers: ['hash'],
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
    proof: 'A hash of the user id, else of the e-mail',
    keyQuestion: 'The JavaScript API key of your tawk.to property',
    keyLabel: 'JavaScript API key',
    keyHelp:
      'In tawk.to: Administration → Overview → JavaScript API → Secure Mode. Each property has a key of its own.',
    sample: '{\n  "userId": "88213",\n  "email": "richard@piedpiper.com",\n  "hash": "…"\n}',
  },
  page: {
    calls: [
      { on: ['Tawk_API', 'login'], words: [], gives: [{ argument: 0 }] },
      { on: ['Tawk_API', 'setAttributes'], words: [], gives: [{ argument: 0 }], adds: true },
      { on: ['Tawk_API', 'logout'], words: [], gives: 'nobody' },
    ],
    settings: [['Tawk_API', 'visitor']],
    ready: { callback: ['Tawk_API', 'onLoad'] },
    snippet: `Tawk_API.login({
  userId: 'VISITOR_ID',
  name: 'VISITOR_NAME',
  email: 'VISITOR_EMAIL',
  hash: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
