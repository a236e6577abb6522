import type { Vendor } from './vendor.ts'

export const supportwire = {
  name: 'supportwire',
  title: 'SupportWire',
  aliases: [],
  sources: ['https://developers.supportwire.app/docs/widget/identity'],
  unconfirmed: [
    'The name under which a page sends the external id was not found. Here externalId, external_id and userId are read.',
  ],
  rules: [
    {
      proof: 'hash',
      fields: [
        { field: 'externalId', members: ['externalId', 'external_id', 'userId'], normalise: 'trim-lower' },
        { field: 'email', members: ['email'], normalise: 'trim-lower' },
      ],
      digestMembers: ['userSignature', 'user_signature'],
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
    proof: 'A hash of the external id, else of the e-mail, trimmed and in lower case',
    keyQuestion: 'The identity secret of your SupportWire widget',
    keyLabel: 'Secret',
    keyHelp: 'In SupportWire: the settings of the widget.',
    sample: '{\n  "externalId": "88213",\n  "email": "richard@piedpiper.com",\n  "userSignature": "…"\n}',
  },
  page: {
    calls: [
      { on: ['SupportWire'], words: ['identify'], gives: [{ argument: 0 }] },
      { on: ['SupportWire'], words: ['boot'], gives: [{ argument: 0 }] },
      { on: ['SupportWire'], words: ['shutdown'], gives: 'nobody' },
    ],
    settings: [],
    ready: null,
    snippet: `SupportWire('identify', {
  externalId: 'VISITOR_ID',
  userSignature: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
