import { keyPairHalfIn } from '../identity/key-shaped.ts'
import { type KeyFinding, type KeyInspection, privateKeySentence, refuseKey } from './inspection.ts'

/** Below this many bytes a secret can be found by trying (RFC 7518 §3.2 asks for 32 with HMAC-SHA256). */
const shortBytes = 16
/** RFC 7518 §3.2: no token is checked with a secret shorter than the hash. */
const shortestForTokens = 32
const longestBytes = 4096

// White space, and the invisible characters that come along from web pages and word processors.
const edge = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/gu
// The first bytes of a P-256 SubjectPublicKeyInfo in base64: a PEM pasted without its first and last line.
const spkiStart = /^MFkwEwYHKoZIzj0CAQYI/
const sec1Start = /^M[Hh][cQ]CAQEE/

/**
 * Looks at a pasted shared secret (YourGPT, Fernand, Pavior). Nothing is trimmed in silence: a secret with
 * white space at an end may be meant so, and then its proofs fail without it.
 *
 * @param tokens whether the secret signs tokens: alone, beside hashes, or not at all
 * @param isDocumentationKey whether a text is printed in public documentation
 */
export function inspectSecret(
  material: string,
  isDocumentationKey: (text: string) => boolean,
  tokens: 'only' | 'too' | 'none' = 'none',
): KeyInspection {
  const trimmed = material.replace(edge, '')
  if (trimmed === '')
    return refuseKey('empty', 'There is no key here. Copy it from the vendor’s settings and paste it.')
  if (!material.isWellFormed() || material.includes('\u0000')) {
    return refuseKey('not-text', 'This is not readable text. Copy the key again from the vendor’s settings.')
  }
  if (Buffer.byteLength(material, 'utf8') > longestBytes) {
    return refuseKey('too-large', `A secret of more than ${longestBytes} bytes is no vendor’s key. Copy the key alone.`)
  }
  const half = keyPairHalfIn(material)
  if (half === 'private' || /PRIVATE\s+KEY/i.test(trimmed) || sec1Start.test(trimmed) || /"d"\s*:/.test(trimmed)) {
    return refuseKey('private-key', privateKeySentence)
  }
  if (half === 'public' || /-{2,}\s*BEGIN|BEGIN [A-Z ]*(KEY|CERTIFICATE)/i.test(trimmed) || spkiStart.test(trimmed)) {
    return refuseKey(
      'pem-in-secret-field',
      'This is a key file or half of a key pair, and this vendor uses a shared secret. Paste the secret from the vendor’s settings.',
    )
  }
  if (isDocumentationKey(material) || isDocumentationKey(trimmed)) {
    return refuseKey(
      'documentation-key',
      'This key is printed in public documentation, so anybody can make valid proofs with it. Use your own key.',
    )
  }
  if (/[\r\n]/.test(trimmed)) {
    return refuseKey(
      'several-lines',
      'This is more than one line. Paste one key at a time; add the second one after it.',
    )
  }

  const findings: KeyFinding[] = []
  if (/^(["'`]).*\1$/u.test(trimmed) && trimmed.length > 2) {
    findings.push({
      code: 'quotation-marks',
      severity: 'warning',
      message:
        'The text stands in quotation marks, which would become part of the key. Paste it without them if they are not.',
    })
  }
  const bytes = Buffer.byteLength(trimmed, 'utf8')
  if (tokens !== 'none' && bytes < shortestForTokens) {
    const count = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
    if (tokens === 'only') {
      return refuseKey(
        'short-for-tokens',
        `This secret has only ${count}. A token signed with HS256 needs a secret of at least ${shortestForTokens}, or it can be guessed from one token: make a longer one.`,
      )
    }
    findings.push({
      code: 'short-for-tokens',
      severity: 'warning',
      message: `This secret has only ${count}. Signed tokens need at least ${shortestForTokens}: with this one only hashes will be checked.`,
    })
  }
  if (bytes < shortBytes) {
    findings.push({
      code: 'short',
      severity: 'warning',
      message: `This secret has only ${bytes} ${bytes === 1 ? 'byte' : 'bytes'}. Under ${shortBytes} it can be guessed from one proof: ask the vendor for a longer one.`,
    })
  }
  if (new Set(trimmed).size < Math.min(6, bytes)) {
    findings.push({
      code: 'repetitive',
      severity: 'warning',
      message: 'This secret uses very few different characters, which makes it easy to guess.',
    })
  }
  if (trimmed === material) return { outcome: 'ready', kind: 'secret', text: material, findings }
  findings.unshift({
    code: 'edge-whitespace',
    severity: 'warning',
    message:
      'There is white space or a line break before or after the secret. It counts as part of the key, so proofs ' +
      'made without it would fail. Choose: store it without the white space, or exactly as it was pasted.',
  })
  return { outcome: 'repair', kind: 'secret', asPasted: material, repaired: trimmed, findings }
}
