import type { Vendor } from './vendor.ts'

export const yourgpt = {
  name: 'yourgpt',
  title: 'YourGPT',
  aliases: [],
  sources: [
    'https://docs.yourgpt.ai/chatbot/customization/sdk/identity-verification',
    'https://docs.yourgpt.ai/chatbot/developer-guide/identity-verification',
  ],
  unconfirmed: [],
  rules: [
    {
      proof: 'hash',
      fields: [
        { field: 'ext_user_id', members: ['ext_user_id', 'external_user_id'] },
        { field: 'email', members: ['email'] },
        { field: 'phone', members: ['phone'] },
      ],
      digestMembers: ['user_hash'],
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
    proof: 'A hash of the user id, else the e-mail, else the phone number',
    keyQuestion: 'The secret key of your YourGPT widget',
    keyLabel: 'Widget secret key',
    keyHelp: 'In YourGPT: Widget → Settings → Secret Key.',
    sample: '{\n  "ext_user_id": "88213",\n  "email": "richard@piedpiper.com",\n  "user_hash": "…"\n}',
  },
  page: 'own',
} as const satisfies Vendor
