import type { Vendor } from './vendor.ts'

export const plain = {
  name: 'plain',
  title: 'Plain',
  aliases: ['plain-chat', 'plain.com'],
  sources: ['https://www.plain.com/docs/chat/authentication', 'langfuse/langfuse, web/src, createSupportEmailHash'],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'email', members: ['email'] }],
      digestMembers: ['emailHash'],
      algorithm: 'sha256',
      keyEncoding: 'utf8',
      digest: 'hex',
    },
  ],
  notClaims: ['appId'],
  within: 'customerDetails',
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail',
    keyQuestion: 'The chat secret of your Plain workspace',
    keyLabel: 'Chat secret',
    keyHelp: 'In Plain: Settings → Chat. The secret is generated there.',
    sample:
      '{\n  "customerDetails": {\n    "fullName": "Richard",\n    "email": "richard@piedpiper.com",\n    "emailHash": "…"\n  }\n}',
  },
  page: {
    calls: [
      { on: ['Plain', 'init'], words: [], gives: [{ argument: 0, at: ['customerDetails'] }] },
      { on: ['Plain', 'setCustomerDetails'], words: [], gives: [{ argument: 0 }] },
    ],
    settings: [],
    ready: null,
    snippet: `Plain.init({
  customerDetails: {
    email: 'VISITOR_EMAIL',
    emailHash: 'HASH_FROM_YOUR_SERVER',
  },
})`,
  },
} as const satisfies Vendor
