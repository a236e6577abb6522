import type { Vendor } from './vendor.ts'

export const pipeback = {
  name: 'pipeback',
  title: 'Pipeback',
  aliases: [],
  sources: ['https://help.pipeback.com/en-US/articles/identity-verification'],
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
  within: 'user',
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail',
    keyQuestion: 'The secret key of your Pipeback workspace',
    keyLabel: 'Secret key',
    keyHelp: 'The private secret key of your Pipeback workspace, with which your server signs the e-mail.',
    sample: '{\n  "user": {\n    "id": "88213",\n    "email": "richard@piedpiper.com",\n    "signature": "…"\n  }\n}',
  },
  page: {
    calls: [],
    settings: [['$pipeback']],
    ready: null,
    snippet: `window.$pipeback = {
  user: {
    id: 'VISITOR_ID',
    name: 'VISITOR_NAME',
    email: 'VISITOR_EMAIL',
    signature: 'HASH_FROM_YOUR_SERVER',
  },
}`,
  },
} as const satisfies Vendor
