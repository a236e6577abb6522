import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'

/** Codes of what the lint of a pasted key can find. Closed: each has its sentence where it is found. */
export const findingCodes = [
  'empty',
  'too-large',
  'not-text',
  'documentation-key',
  'edge-whitespace',
  'quotation-marks',
  'several-lines',
  'short',
  'repetitive',
  'pem-in-secret-field',
  'private-key',
  'certificate',
  'two-keys',
  'wrong-curve',
  'wrong-kind',
  'not-a-key',
  'byte-order-mark',
  'carriage-returns',
  'literal-newlines',
  'unusual-characters',
  'indented',
  'one-line',
  'body-only',
  'text-around',
  'rewrapped',
  'short-for-tokens',
  'not-decodable',
  'weak-key',
  'other-purpose',
  'no-usable-key',
  'set-in-part',
] as const
export type FindingCode = (typeof findingCodes)[number]

export interface KeyFinding {
  code: FindingCode
  severity: 'info' | 'warning' | 'error'
  /** One sentence that says what was found and what to do. It never echoes what was pasted. */
  message: string
}

/**
 * What came of looking at a pasted key. A refusal carries no key text at all, so that nothing can keep it.
 *
 * - `set`: several keys of one JWK set, of which those without a problem may be stored.
 * - `ready`: `text` may be stored as it was pasted (there may be warnings).
 * - `repair`: `repaired` may be stored once the person chose it. `asPasted` is the text as it was pasted where
 *   that would be a usable key too, else null.
 * - `refuse`: nothing may be stored.
 */
export type KeyInspection =
  | ({ outcome: 'ready'; kind: 'secret' | 'publicKey'; text: string; findings: KeyFinding[] } & KeyNaming)
  | { outcome: 'set'; kind: 'secret' | 'publicKey'; keys: SetKey[]; findings: KeyFinding[] }
  | {
      outcome: 'repair'
      kind: 'secret' | 'publicKey'
      asPasted: string | null
      repaired: string
      findings: KeyFinding[]
    }
  | { outcome: 'refuse'; findings: KeyFinding[] }

/** What a JWK says about its key beside the key itself. */
export interface KeyNaming {
  kid?: string | null
  algorithm?: TokenAlgorithm | null
  /** How `text` is to be read: as the key itself (or its PEM), or as a JWK whose bytes no text could hold. */
  form?: KeyForm
}

export type KeyForm = 'text' | 'jwk'

/** One key of a pasted JWK set. */
export type SetKey = { what: string; kid: string | null } & (
  | { text: string; algorithm: TokenAlgorithm | null; form: KeyForm; problem: null }
  | { problem: string }
)

/** A refusal with its one reason. */
export function refuseKey(code: FindingCode, message: string): KeyInspection {
  return { outcome: 'refuse', findings: [{ code, severity: 'error', message }] }
}

/** Sentence for a private key, wherever it was pasted: it has been seen by a clipboard and must not be used again. */
export const privateKeySentence =
  'This is a private key. It has been discarded and nothing of it was kept. ' +
  'Whoever holds it can pose as any visitor: make a new pair, and paste only the public half here.'
