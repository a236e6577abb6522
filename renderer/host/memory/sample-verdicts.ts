import type { VerdictSummary } from '#shared/domain/conversation.ts'
import type { CheckStep, ReasonCode, SchemeName, Verdict, VerdictStatus } from '#shared/domain/verdict.ts'

/** Sentences for the sample world only; the product's come from the engine with each verdict. */
const sentences: Partial<Record<ReasonCode, string>> = {
  'proof-matches': 'The proof matches the e-mail and was made with a key of this channel.',
  'proof-borrowed': 'The proof was made on the primary site and borrowed by a host on its list.',
  'no-proof': 'The page named this visitor and sent no proof.',
  'hash-mismatch': 'The hash does not match this e-mail.',
  'hash-malformed': 'The hash is cut off, or not written as this channel expects it.',
  'proof-expired': 'The proof was right and its time is over.',
  'no-key': 'This channel has no key to check with.',
  'key-retired': 'The key that would check this was retired.',
  'no-identity': 'The page named nobody.',
  'payload-malformed': 'The payload cannot be read.',
  'signature-mismatch': 'The signature does not fit what it signs.',
}

/** A verdict of the sample world. `field` and `value` are null where nobody was named. */
export function sampleVerdict(
  status: VerdictStatus,
  reason: ReasonCode,
  field: string | null,
  value: string | null,
  at: number,
): VerdictSummary {
  return {
    status,
    reason,
    field,
    value,
    sentence: sentences[reason] ?? 'The proof was not accepted.',
    borrowed: reason === 'proof-borrowed' ? { from: 'auth.example.com', on: 'help.example.com' } : null,
    keyTail: status === 'unchecked' || status === 'anonymous' || status === 'claimed' ? null : 'b0ce',
    assurance: status === 'verified' ? 'static-hash' : null,
    elsewhere: null,
    checkedAt: at,
    validUntil: status === 'expired' ? at - 14 * 60_000 : null,
  }
}

/** The steps such a verdict would list. */
export function sampleSteps(summary: VerdictSummary): CheckStep[] {
  const named = summary.field !== null
  const keyed = summary.status !== 'unchecked'
  const hashed = named && summary.status !== 'claimed'
  return [
    { label: 'The payload is readable', outcome: summary.reason === 'payload-malformed' ? 'failed' : 'passed' },
    {
      label: named ? `The page names an ${summary.field}` : 'The page names somebody',
      outcome: named ? 'passed' : 'failed',
    },
    { label: 'A proof is attached', outcome: hashed ? 'passed' : named ? 'failed' : 'skipped' },
    {
      label: 'The hash is 64 hexadecimal characters',
      outcome: !hashed ? 'skipped' : summary.reason === 'hash-malformed' ? 'failed' : 'passed',
    },
    { label: 'A key of this channel is active', outcome: !hashed ? 'skipped' : keyed ? 'passed' : 'failed' },
    {
      label: 'The hash matches the value',
      outcome:
        !hashed || !keyed || summary.reason === 'hash-malformed'
          ? 'skipped'
          : summary.status === 'failed'
            ? 'failed'
            : 'passed',
    },
  ]
}

const documentHash = 'fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244'

/**
 * Judges a pasted payload as far as a memory without keys can: the document's own example verifies, any other
 * well-formed hash is refused.
 */
export function judgeSamplePayload(
  scheme: SchemeName,
  payload: string,
  hasKey: boolean,
  at: number,
): { verdict: Verdict; sentence: string } {
  const found = judge(payload, hasKey)
  const summary = sampleVerdict(found.status, found.reason, found.field, found.value, at)
  const provenance = found.status === 'verified' ? 'proven' : 'claimed'
  return {
    sentence: summary.sentence,
    verdict: {
      status: summary.status,
      reason: summary.reason,
      scheme,
      assurance: summary.assurance,
      field: summary.field,
      keyId: summary.status === 'verified' ? 'key_sample1' : null,
      fields: {
        ...(found.field !== null && found.value !== null ? { [found.field]: { value: found.value, provenance } } : {}),
        ...(found.name === null ? {} : { name: { value: found.name, provenance: 'claimed' as const } }),
      },
      hints:
        summary.reason === 'hash-mismatch'
          ? [
              {
                code: 'value-case-differs',
                message: 'The hash fits the same e-mail in lower case. Sign the e-mail exactly as the page sends it.',
              },
            ]
          : [],
      steps: sampleSteps(summary),
      evidence: {
        proofFingerprint: null,
        keyTail: summary.keyTail,
        borrowed: null,
        droppedFields: [],
        proofKind: null,
        sightings: null,
      },
      checkedAt: at,
      validUntil: null,
    },
  }
}

function judge(payload: string, hasKey: boolean) {
  const nobody = { field: null, value: null, name: null }
  let parsed: unknown
  try {
    parsed = JSON.parse(payload)
  } catch {
    return { status: 'failed' as const, reason: 'payload-malformed' as const, ...nobody }
  }
  const outer = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>
  const inner = (typeof outer.user === 'object' && outer.user !== null ? outer.user : outer) as Record<string, unknown>
  const text = (name: string) => (typeof inner[name] === 'string' ? (inner[name] as string) : null)
  const field = ['ext_user_id', 'id', 'email', 'phone'].find((name) => text(name) !== null)
  if (field === undefined) return { status: 'anonymous' as const, reason: 'no-identity' as const, ...nobody }
  const named = { field, value: text(field), name: text('name') }
  const hash = text('hash') ?? text('hmac') ?? text('user_hash')
  if (hash === null) return { status: 'claimed' as const, reason: 'no-proof' as const, ...named }
  if (!/^[0-9a-fA-F]{64}$/.test(hash)) return { status: 'failed' as const, reason: 'hash-malformed' as const, ...named }
  if (!hasKey) return { status: 'unchecked' as const, reason: 'no-key' as const, ...named }
  if (hash === documentHash && named.value === 'richard@piedpiper.com')
    return { status: 'verified' as const, reason: 'proof-matches' as const, ...named }
  return { status: 'failed' as const, reason: 'hash-mismatch' as const, ...named }
}
