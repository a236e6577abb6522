import type { Vendor } from './vendor.ts'

export const pylon = {
  name: 'pylon',
  title: 'Pylon',
  aliases: ['usepylon'],
  sources: [
    'https://docs.usepylon.com/pylon-docs/chat-widget/identity-verification',
    'appsmithorg/appsmith, PylonIdentityHelper.java and its test',
  ],
  unconfirmed: [
    'Beside the HMAC e-mail hash Pylon’s settings offer another option, which is not described where this was read. Only the hash is checked.',
  ],
  rules: [
    {
      proof: 'hash',
      fields: [{ field: 'email', members: ['email'] }],
      digestMembers: ['email_hash'],
      algorithm: 'sha256',
      keyEncoding: 'hex',
      digest: 'hex',
    },
  ],
  notClaims: ['app_id'],
  within: 'chat_settings',
  keyKind: 'secret',
  secretPerPlatform: false,
  words: {
    proof: 'A hash of the e-mail, under the decoded secret',
    keyQuestion: 'The identity secret of your Pylon chat widget',
    keyLabel: 'Identity secret (hexadecimal)',
    keyHelp:
      'In Pylon: Chat widgets → your widget → Settings → Identity verification secret → HMAC email hash. It is hexadecimal, and decoded before it is used.',
    sample: '{\n  "email": "richard@piedpiper.com",\n  "name": "Richard",\n  "email_hash": "…"\n}',
  },
  page: {
    calls: [{ on: ['Pylon'], words: ['setChatSettings'], gives: [{ argument: 0 }] }],
    settings: [['pylon', 'chat_settings']],
    ready: null,
    snippet: `Pylon('setChatSettings', {
  email: 'VISITOR_EMAIL',
  name: 'VISITOR_NAME',
  email_hash: 'HASH_FROM_YOUR_SERVER',
})`,
  },
} as const satisfies Vendor
