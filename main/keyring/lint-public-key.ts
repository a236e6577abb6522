import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { PublicKeyUse } from '../identity/import-key.ts'
import { algorithmsOf } from '../identity/key-fitness.ts'
import { type KeyFinding, type KeyInspection, privateKeySentence, refuseKey } from './inspection.ts'
import { curveNames } from './lint-jwk.ts'

const longestCharacters = 16_384
const certificateSentence =
  'This is a certificate, not a public key. Take the key out of it with ' +
  '“openssl x509 -in certificate.pem -pubkey -noout” and paste what that prints.'
const notAKeySentence =
  'This cannot be read as a public key. Paste the whole file that ' +
  '“openssl ec -in ec_private.pem -pubout -out ec_public.pem” wrote, from -----BEGIN to -----END.'

/**
 * Looks at a pasted public key in PEM: on P-256 for Talkative, of any kind that signs tokens for others. What copying does to PEM files is repaired, and the
 * repaired file is what the person is shown before it is stored; what it says is never guessed at: the repair
 * is the canonical PEM of a key that parsed.
 *
 * @param use what the key is for, which decides the kinds that are taken
 * @param isPublishedKey whether a key is printed in public documentation with its private half
 */
export function inspectPublicKey(
  material: string,
  isPublishedKey: (key: KeyObject) => boolean,
  use: PublicKeyUse = 'p256',
): KeyInspection {
  if (material.trim() === '' || material.trim() === '\ufeff') {
    return refuseKey('empty', 'There is no key here. Paste the contents of ec_public.pem.')
  }
  if (material.length > longestCharacters) {
    return refuseKey('too-large', 'This is far longer than a public key. Paste the contents of ec_public.pem alone.')
  }
  if (!material.isWellFormed() || material.includes('\u0000')) return refuseKey('not-text', notAKeySentence)
  if (/PRIVATE\s+KEY/i.test(material) || /"d"\s*:/.test(material)) return refuseKey('private-key', privateKeySentence)

  const { text, findings } = repairText(material)
  if (/BEGIN [A-Z0-9 ]*CERTIFICATE/i.test(text)) return refuseKey('certificate', certificateSentence)
  if (text.split(/BEGIN/).length > 2) {
    return refuseKey('two-keys', 'There is more than one key here. Paste one at a time; add the second one after it.')
  }

  const body = findBody(text, findings)
  if (body === null) return refuseKey('not-a-key', notAKeySentence)
  const der = Buffer.from(body.base64, 'base64')
  if (
    readsAs(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })) ||
    readsAs(() => createPrivateKey({ key: der, format: 'der', type: 'sec1' }))
  ) {
    der.fill(0)
    return refuseKey('private-key', privateKeySentence)
  }
  if (readsAs(() => new X509Certificate(der))) return refuseKey('certificate', certificateSentence)
  if (body.label === 'RSA PUBLIC KEY') {
    return refuseKey('wrong-kind', use === 'p256' ? wrongKindSentence('an RSA key') : pkcs1Sentence)
  }
  if (body.label !== null && body.label !== 'PUBLIC KEY') return refuseKey('not-a-key', notAKeySentence)

  if (!isWholeSequence(der)) {
    return refuseKey('not-a-key', notAKeySentence)
  }
  let key: KeyObject
  try {
    key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch {
    return refuseKey('not-a-key', notAKeySentence)
  }
  const mismatch = use === 'p256' ? describeMismatch(key) : describeUnfit(key)
  if (mismatch !== null) return mismatch
  if (isPublishedKey(key)) {
    return refuseKey(
      'documentation-key',
      'The private half of this key is printed in public documentation, so anybody can sign with it. Make your own pair.',
    )
  }

  const canonical = key.export({ format: 'pem', type: 'spki' }) as string
  if (material.replace(/\n+$/, '') === canonical.trimEnd()) {
    return { outcome: 'ready', kind: 'publicKey', text: canonical, findings: [] }
  }
  if (findings.length === 0) {
    findings.push(repaired('rewrapped', 'The line breaks inside the key were set again.'))
  }
  return { outcome: 'repair', kind: 'publicKey', asPasted: null, repaired: canonical, findings }
}

/** Undoes what copying did to the characters. Each kind of damage is named once. */
function repairText(material: string): { text: string; findings: KeyFinding[] } {
  const findings: KeyFinding[] = []
  let text = material
  const step = (pattern: RegExp, replacement: string, finding: KeyFinding) => {
    const next = text.replace(pattern, replacement)
    if (next !== text) findings.push(finding)
    text = next
  }
  step(/^\ufeff/, '', repaired('byte-order-mark', 'An invisible byte order mark at the beginning was removed.'))
  step(/\r\n?/g, '\n', repaired('carriage-returns', 'Windows line endings were changed to plain ones.'))
  step(/\\r\\n|\\n/g, '\n', repaired('literal-newlines', 'The two characters “\\n” were changed to line breaks.'))
  step(
    /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g,
    ' ',
    repaired('unusual-characters', 'Non-breaking spaces were changed to plain ones.'),
  )
  step(
    /[\u200b-\u200d\u2060\ufeff]/g,
    '',
    repaired('unusual-characters', 'Invisible characters inside the text were removed.'),
  )
  // Word processors turn hyphens into dashes. Which hyphens they were does not matter: the frame is written anew.
  step(
    /[\u2010-\u2015\u2212]+/g,
    '-----',
    repaired('unusual-characters', 'Dashes in the first and last line were changed back to hyphens.'),
  )
  return { text, findings }
}

/** Finds the base64 body, framed or not, and says what stood around it. */
function findBody(text: string, findings: KeyFinding[]): { label: string | null; base64: string } | null {
  const framed = /-{2,}\s*BEGIN ([A-Z0-9 ]+?)\s*-{2,}([\s\S]*?)-{2,}\s*END ([A-Z0-9 ]+?)\s*-{2,}/.exec(text)
  if (framed === null && /BEGIN|END/.test(text.replace(/[A-Za-z0-9+/]{30,}/g, ''))) return null
  const inside = framed?.[2] ?? text
  const base64 = inside.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null
  if (framed === null) {
    findings.push(repaired('body-only', 'The first and last line were missing and were added.'))
    return { label: null, base64 }
  }
  if (framed[1] !== framed[3]) return null
  const before = text.slice(0, framed.index)
  const after = text.slice(framed.index + framed[0].length)
  if (before.trim() !== '' || after.trim() !== '') {
    findings.push(repaired('text-around', 'Text before or after the key was left out.'))
  }
  const lines = framed[0].split('\n')
  if (/(^|\n)[ \t]+\S/.test(text)) {
    findings.push(repaired('indented', 'The lines were indented; the spaces were removed.'))
  }
  if (lines.length === 1)
    findings.push(repaired('one-line', 'The key stood on one line; its line breaks were put back.'))
  return { label: framed[1] ?? null, base64 }
}

function describeMismatch(key: KeyObject): KeyInspection | null {
  const type = key.asymmetricKeyType
  if (type === 'ec') {
    const curve = key.asymmetricKeyDetails?.namedCurve
    if (curve === 'prime256v1') return null
    const name = curve === undefined ? 'a curve without a name' : `the curve ${curveNames[curve] ?? curve}`
    return refuseKey(
      'wrong-curve',
      `This key is on ${name}; ES256 needs P-256. Make the pair with “openssl ecparam -genkey -name prime256v1 -noout”.`,
    )
  }
  const kind =
    type === 'rsa' || type === 'rsa-pss' ? 'an RSA key' : type === 'ed25519' ? 'an Ed25519 key' : 'another kind of key'
  return refuseKey('wrong-kind', wrongKindSentence(kind))
}

const pkcs1Sentence =
  'This key is in an older form. Write it anew with “openssl rsa -RSAPublicKey_in -in public.pem -pubout” and paste what that prints.'

function describeUnfit(key: KeyObject): KeyInspection | null {
  if (algorithmsOf({ material: key }).length > 0) return null
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return refuseKey(
        'weak-key',
        'This RSA key is too weak: it needs 2048 to 8192 bits, an odd exponent from 65537 on, and primes that no faulty chip made.',
      )
    case 'ec':
      return refuseKey(
        'wrong-curve',
        'Tokens are signed on the curves P-256, P-384 and P-521. This key is on another one.',
      )
    default:
      return refuseKey('wrong-kind', 'This kind of key signs no tokens: EC, RSA and Ed25519 keys do.')
  }
}

function wrongKindSentence(kind: string): string {
  return `This is ${kind}; ES256 needs an elliptic-curve key on P-256. Make one with “openssl ecparam -genkey -name prime256v1 -noout”.`
}

/** True where the bytes are one DER SEQUENCE and nothing after it: OpenSSL itself would overlook what follows. */
function isWholeSequence(der: Buffer): boolean {
  if (der.length < 2 || der[0] !== 0x30) return false
  const first = der[1] ?? 0
  if (first < 0x80) return der.length === first + 2
  const count = first - 0x80
  if (count < 1 || count > 3 || der.length < 2 + count) return false
  return der.length === 2 + count + der.readUIntBE(2, count)
}

function repaired(code: KeyFinding['code'], message: string): KeyFinding {
  return { code, severity: 'info', message }
}

function readsAs(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
