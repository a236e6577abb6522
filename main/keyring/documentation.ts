import { createHash } from 'node:crypto'

/** Secrets printed in the documents of the vendors and of widely copied examples, lower-cased. */
const documentationSecrets: ReadonlySet<string> = new Set([
  'ladygaga',
  '6fdc0085d97cc621edcc0333fd93ef220f0eb1ce',
  'your_secret_key',
  'secret',
  'your-256-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'your-secret-key',
  'secret_key',
  'secretkey',
  'wyhvrzzzjhjpmkr2h7lpejvy',
  '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'jefe',
  'changeme',
  'password',
  'your_api_key',
  'your-api-key',
])

/** SHA-256 of the SPKI of key pairs whose private half is printed: RFC 7515 A.3, and the ES256 pair of jwt.io. */
const publishedKeyDigests: ReadonlySet<string> = new Set([
  '2bd1bb0c44a897c30a7aa0991cde38d8062fe441de50da0f46825344f602e827',
  'a40f0f2e2974dc76a82df6ffe08ed0d79955c79e7ad0c20d97ae8f9246ade1c1',
])

/** Whether a secret is printed in public documentation. Case does not save it: people who copy also retype. */
export function isDocumentationKey(secret: string): boolean {
  return documentationSecrets.has(secret.toLowerCase())
}

/** Whether the private half of this public key (SPKI, DER) is printed in public documentation. */
export function isPublishedPublicKey(spki: Buffer): boolean {
  return publishedKeyDigests.has(createHash('sha256').update(spki).digest('hex'))
}
