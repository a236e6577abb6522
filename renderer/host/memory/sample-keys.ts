import type { KeyLint } from '#shared/contract/requests.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'

const documentationKeys = ['ladygaga', 'your_secret_key', '6fdc0085d97cc621edcc0333fd93ef220f0eb1ce']

/** The keyring's lint, imitated closely enough to build and look at the window. It decides nothing in the product. */
export function lintSample(scheme: SchemeName, material: string): KeyLint {
  const refuse = (code: string, message: string): KeyLint => ({
    outcome: 'refuse',
    findings: [{ code, severity: 'error', message }],
    repairedPreview: null,
    fingerprint: null,
    kind: null,
    kid: null,
    keys: null,
  })
  if (material.trim() === '') return refuse('empty', 'There is no key here yet.')
  if (/PRIVATE KEY/.test(material))
    return refuse(
      'private-key',
      'This is a private key. It was not kept, and the field was emptied. Paste the public key, and consider the private one seen.',
    )
  if (scheme === 'talkative') return lintSamplePem(material, refuse)
  if (documentationKeys.includes(material.trim()))
    return refuse(
      'documentation-key',
      'This key is printed in public documentation: anybody could sign with it. Use your own.',
    )
  const findings: KeyLint['findings'] = []
  if (material !== material.trim())
    findings.push({
      code: 'whitespace',
      severity: 'warning',
      message: 'There is white space around the key. It counts as part of the key unless it is removed.',
    })
  if (material.trim().length < 32)
    findings.push({
      code: 'short',
      severity: 'warning',
      message: 'This key is shorter than 32 characters. Longer is safer.',
    })
  const outcome = findings.some((one) => one.code === 'whitespace') ? 'repair' : findings.length > 0 ? 'warn' : 'ok'
  return {
    outcome,
    findings,
    repairedPreview: null,
    fingerprint: fingerprintOf(material),
    kind: 'secret',
    kid: null,
    keys: null,
  }
}

function lintSamplePem(material: string, refuse: (code: string, message: string) => KeyLint): KeyLint {
  const body = /-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END PUBLIC KEY-----/.exec(material)?.[1]
  if (body === undefined)
    return refuse('not-pem', 'This is not a PEM public key. It starts with "-----BEGIN PUBLIC KEY-----".')
  const clean = body.replaceAll('\\n', '').replace(/[^A-Za-z0-9+/=]/g, '')
  const repaired = `-----BEGIN PUBLIC KEY-----\n${clean.replace(/(.{64})/g, '$1\n').trim()}\n-----END PUBLIC KEY-----\n`
  if (repaired.trim() === material.trim())
    return {
      outcome: 'ok',
      findings: [],
      repairedPreview: null,
      fingerprint: fingerprintOf(clean),
      kind: 'publicKey',
      kid: null,
      keys: null,
    }
  return {
    outcome: 'repair',
    findings: [
      {
        code: 'pem-damaged',
        severity: 'warning',
        message: 'The line breaks of this PEM were damaged on the way. The key itself is complete.',
      },
    ],
    repairedPreview: repaired,
    fingerprint: fingerprintOf(clean),
    kind: 'publicKey',
    kid: null,
    keys: null,
  }
}

/** A stand-in that looks like a fingerprint. It is not one. */
export function fingerprintOf(material: string): string {
  let sum = 2_166_136_261
  for (const character of material) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  const hex = sum.toString(16).padStart(8, '0')
  return `${hex.slice(0, 4)}…${hex.slice(4)}`
}
