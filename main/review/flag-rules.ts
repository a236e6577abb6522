import type { BlockReason } from '#shared/domain/reply.ts'
import type { FlagKind } from '#shared/domain/review.ts'
import { reasonWords } from '#shared/domain/sentences.ts'
import type { Verdict } from '#shared/domain/verdict.ts'

/** A reason to show something to a supervisor. */
export interface FlagFinding {
  kind: FlagKind
  severity: 'serious' | 'notice'
  /** One sentence that says what happened. Holds nothing that the visitor wrote but who they name. */
  sentence: string
}

/** What is known about a visitor's message when it is stored. */
export interface FlagQuestion {
  verdict: Verdict
  /** The identity that was named last in this conversation, and the one that is named now. */
  before: { value: string } | null
  now: { value: string } | null
  identitySwitched: boolean
  /** By which value the message claims, without a proof of it, to be a contact that was verified before. */
  claimedSignup: string | null
}

/** Every reason to flag a visitor's message. Pure. */
export function flagsFor({ verdict, before, now, identitySwitched, claimedSignup }: FlagQuestion): FlagFinding[] {
  const found: FlagFinding[] = []
  if (verdict.status === 'failed') {
    const words = reasonWords(verdict.reason, { field: verdict.field, borrowed: verdict.evidence.borrowed })
    found.push({ kind: 'proof-rejected', severity: 'notice', sentence: `Proof rejected: ${words}` })
  }
  if (identitySwitched) {
    found.push({
      kind: 'identity-switched',
      severity: 'serious',
      sentence: `The visitor was ${quoted(before)} and is now ${quoted(now)}, in the same conversation.`,
    })
  }
  if (claimedSignup !== null) {
    const claim = quoted({ value: claimedSignup })
    found.push({
      kind: 'claims-verified-contact',
      severity: 'serious',
      sentence:
        verdict.status === 'verified'
          ? `The visitor is proven to be ${quoted(now)} and also claims to be ${claim}, a contact that was verified before.`
          : `The visitor claims to be ${claim}, a contact that was verified before, without a valid proof.`,
    })
  }
  return found
}

/** The flag for a reply that the gate refused. Called by the write operation that refuses it. */
export function blockedSendFlag(reasons: readonly BlockReason[]): FlagFinding {
  const codes = [...new Set(reasons.map(({ code }) => code))].join(', ')
  return { kind: 'blocked-send', severity: 'notice', sentence: `A reply was blocked: ${codes}.` }
}

/** Names are shown without what could turn the sentence round or make it endless. */
function quoted(subject: { value: string } | null): string {
  if (!subject) return 'nobody'
  const plain = subject.value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
  return `“${[...plain].slice(0, 80).join('')}${[...plain].length > 80 ? '…' : ''}”`
}
