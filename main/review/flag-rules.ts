import { assertNever } from '#shared/domain/assert-never.ts'
import type { KeyId } from '#shared/domain/ids.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import type { ClaimComparison, ExposedForm, FlagKind } from '#shared/domain/review.ts'
import { fieldWords, reasonWords } from '#shared/domain/sentences.ts'
import type { ProofSightings, Verdict } from '#shared/domain/verdict.ts'
import { howItDiffers } from '#shared/text/differences.ts'
import { codePointName } from '#shared/text/hostile-characters.ts'

/** A reason to show something to a supervisor. */
export interface FlagFinding {
  kind: FlagKind
  severity: 'serious' | 'notice'
  /** One sentence that says what happened. Holds nothing that the visitor wrote but who they name. */
  sentence: string
  /** Fingerprint of the proof it is about: while it is open, it counts in every conversation that rests on that proof. */
  proof?: string
  comparison?: ClaimComparison
  /** The key that was seen outside. */
  keyId?: KeyId
  /** True for what is said once in a conversation, also after somebody has looked at it. */
  once?: boolean
}

/** That a proof is used in more than one session at a time, or in a place where it was not used before. */
export interface SeenElsewhere {
  fingerprint: string
  how: NonNullable<ProofSightings['elsewhere']>
  firstSeenAt: number
  sessions: number
}

/** A person who was verified and whom this message claims to be, without a proof of it. */
export interface ClaimedPerson {
  comparison: ClaimComparison
  where: 'this-channel' | 'another-channel'
  byNameOnly: boolean
}

/** A configured secret that stood in what came in. Never the secret itself. */
export interface ExposedSecret {
  keyId: KeyId
  /** The channel whose key it is, and that key's name. */
  channelName: string
  keyLabel: string
  form: ExposedForm
}

/** What is known about a visitor's message when it is stored. */
export interface FlagQuestion {
  verdict: Verdict
  /** The identity that was named last in this conversation, and the one that is named now. */
  before: { value: string } | null
  now: { value: string } | null
  identitySwitched: boolean
  claimed: ClaimedPerson | null
  /** Set where the proof was seen elsewhere and that was not flagged yet. */
  seenElsewhere: SeenElsewhere | null
  exposed: readonly ExposedSecret[]
  /** The block of a supervisor that the message met, where it only marks. */
  blocked: { field: string; value: string } | null
}

/** Every reason to flag a visitor's message, the most serious first. Pure. `docs/flags.md` lists the rules. */
export function flagsFor(question: FlagQuestion): FlagFinding[] {
  const { verdict, before, now, identitySwitched, claimed, seenElsewhere, exposed, blocked } = question
  const found: FlagFinding[] = exposed.slice(0, exposedPerUse).map(exposedFlag)
  if (blocked !== null) {
    const who = `the ${fieldWords(blocked.field)} ${quoted(blocked)}`
    found.push({
      kind: 'blocked-identity',
      severity: 'serious',
      sentence: `The visitor names ${who}, which a supervisor blocked in this channel.`,
    })
  }
  if (claimed !== null) found.push(claimFlag(claimed, verdict, now))
  if (identitySwitched) {
    found.push({
      kind: 'identity-switched',
      severity: 'serious',
      sentence: `The visitor was ${quoted(before)} and is now ${quoted(now)}, in the same conversation.`,
    })
  }
  if (seenElsewhere !== null) found.push(elsewhereFlag(seenElsewhere))
  // A forged proof beside a claim is one event: the claim's flag says both.
  if (verdict.status === 'failed' && (claimed === null || claimed.byNameOnly)) {
    found.push({ kind: 'proof-rejected', severity: 'notice', sentence: `Proof rejected: ${rejection(verdict)}` })
  }
  const unsigned = unsignedFlag(verdict)
  if (unsigned !== null) found.push(unsigned)
  return found
}

/** How many exposed keys one message, or one opening, is flagged for at most. */
export const exposedPerUse = 2

/** How many flags one message can raise at most. */
export const flagsPerMessage = 8

/** The flag for a reply that the gate refused. Called by the write operation that refuses it. */
export function blockedSendFlag(reasons: readonly BlockReason[]): FlagFinding {
  const codes = [...new Set(reasons.map(({ code }) => code))].join(', ')
  return { kind: 'blocked-send', severity: 'notice', sentence: `A reply was blocked: ${codes}.` }
}

/** The flag that an agent raises by hand. */
export function reportFlag(name: string, note: string): FlagFinding {
  return { kind: 'agent-report', severity: 'serious', sentence: `${name} reports: ${note}` }
}

function claimFlag({ comparison, where, byNameOnly }: ClaimedPerson, verdict: Verdict, now: FlagQuestion['now']) {
  const { field, claimed, known } = comparison
  const differs = howItDiffers(claimed, known)
  const who = where === 'this-channel' ? 'a verified customer' : 'a verified customer of another channel'
  const claim = quoted({ value: claimed })
  const like = differs === null ? `${claim}, ${who}` : `${claim}, which looks like ${quoted({ value: known })}, ${who}`
  const how = differs === null ? '' : ` How it differs: ${plain(differs)}.`
  const sentence =
    verdict.status === 'verified'
      ? `The visitor is proven to be ${quoted(now)} and also claims to be ${like}.${how}`
      : verdict.status === 'failed'
        ? `The visitor claims to be ${like}, with a proof that was rejected: ${rejection(verdict)}${how}`
        : byNameOnly
          ? `The visitor gives the name of ${like}, and proves nothing.${how}`
          : `The visitor claims the ${fieldWords(field)} ${like}, without a valid proof.${how}`
  const severity = byNameOnly ? 'notice' : 'serious'
  return { kind: 'claims-verified-contact', severity, sentence, comparison } as const
}

function elsewhereFlag({ fingerprint, how, sessions }: SeenElsewhere): FlagFinding {
  const sentence = `${elsewhereWords(how)} It was used in ${sessions === 1 ? 'one session' : `${sessions} sessions`} of this channel so far.`
  return { kind: 'proof-seen-elsewhere', severity: 'serious', sentence, proof: fingerprint }
}

function elsewhereWords(how: SeenElsewhere['how']): string {
  switch (how) {
    case 'other-session':
      return 'The same proof is in use in another session at the same time.'
    case 'other-place':
      return 'The same proof came from a site or a kind of browser from which it never came before.'
    case 'other-channel':
      return 'The same token came to another channel that holds the same key. It counts once in each.'
    default:
      return assertNever(how)
  }
}

/** The flag for a secret that stood in what came in. */
export function exposedFlag({ keyId, channelName, keyLabel, form }: ExposedSecret): FlagFinding {
  return {
    kind: 'secret-exposed',
    keyId,
    severity: 'serious',
    sentence: `What came in held ${formWords(form)} “${plain(keyLabel)}” of the channel “${plain(channelName)}”. It was blotted out, and that key verifies nothing any more.`,
  }
}

function formWords(form: ExposedForm): string {
  switch (form) {
    case 'text':
      return 'the secret'
    case 'hex':
      return 'the hexadecimal form of the secret'
    case 'base64':
      return 'the base64 form of the secret'
    case 'sha256':
      return 'the SHA-256 of the secret'
    case 'sha1':
      return 'the SHA-1 of the secret'
    case 'sha512':
      return 'the SHA-512 of the secret'
    case 'md5':
      return 'the MD5 of the secret'
    default:
      return assertNever(form)
  }
}

function unsignedFlag({ hints, evidence }: Verdict): FlagFinding | null {
  const shadows = hints.some(({ code }) => code === 'unsigned-field-shadows-signed')
  if (!shadows && !hints.some(({ code }) => code === 'unsigned-fields-dropped')) return null
  const names = evidence.droppedFields.slice(0, 5).map((name) => quoted({ value: name }))
  const listed = names.length === 0 ? '' : `: ${names.join(', ')}`
  const sentence = shadows
    ? `The page sent an unsigned field under the name of a signed one${listed}. The signed one counts.`
    : `The page sent fields that are neither signed nor allowed${listed}. They were left out.`
  return { kind: 'unsigned-field', severity: 'notice', sentence, once: true }
}

function rejection({ reason, field, evidence }: Verdict): string {
  return reasonWords(reason, { field, borrowed: evidence.borrowed })
}

/** A name cannot turn its sentence round, nor close our quotation marks and go on in our words. */
function quoted(subject: { value: string } | null): string {
  return subject ? `“${plain(subject.value).replace(/[“”„‟]/g, '"')}”` : 'nobody'
}

/** What hides in a text is named, and it has an end. */
function plain(text: string): string {
  const named = (character: string) => `‹${codePointName(character)}›`
  const characters = [...text]
  const shown = characters
    .slice(0, 80)
    .join('')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, named)
  return `${shown}${characters.length > 80 ? '…' : ''}`
}
