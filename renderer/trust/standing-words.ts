import type { Standing, Universe, VerdictSummary } from '#shared/domain/conversation.ts'
import type { Assurance, ProofSightings, Provenance, VerdictStatus } from '#shared/domain/verdict.ts'
import type { Tone } from '../ui/chip.tsx'
import type { IconName } from '../ui/icon.tsx'
import { givenText } from './given-text.ts'

export type TrustStatus = VerdictStatus | 'none'

/** How one status looks and what it is called, everywhere. */
export interface TrustLook {
  tone: Tone
  /** Beside a name and on the banner. */
  icon: IconName
  /** Below a visitor's message: a shield only where something is proven, ⚠️ wherever it is not. */
  messageIcon: IconName
  words: string
  /** What a divider says when this standing begins. */
  fromHereOn: string
  /** False only for `verified` and for a conversation without a visitor's message. */
  warns: boolean
}

/** The one vocabulary of trust. Nothing else in the window may name or draw a status. */
export const trustLooks = {
  verified: {
    tone: 'good',
    icon: 'shieldCheck',
    messageIcon: 'shieldCheck',
    words: 'Verified',
    fromHereOn: 'From here on: verified',
    warns: false,
  },
  claimed: {
    tone: 'warning',
    icon: 'warning',
    messageIcon: 'warning',
    words: 'Not authenticated',
    fromHereOn: 'From here on: not authenticated',
    warns: true,
  },
  failed: {
    tone: 'danger',
    icon: 'shieldCross',
    messageIcon: 'warning',
    words: 'Proof rejected',
    fromHereOn: 'From here on: proof rejected',
    warns: true,
  },
  expired: {
    tone: 'warning',
    icon: 'clock',
    messageIcon: 'warning',
    words: 'Proof expired',
    fromHereOn: 'From here on: proof expired',
    warns: true,
  },
  unchecked: {
    tone: 'slate',
    icon: 'question',
    messageIcon: 'warning',
    words: 'Cannot be checked',
    fromHereOn: 'From here on: cannot be checked',
    warns: true,
  },
  anonymous: {
    tone: 'slate',
    icon: 'warning',
    messageIcon: 'warning',
    words: 'Anonymous',
    fromHereOn: 'From here on: anonymous',
    warns: true,
  },
  none: { tone: 'slate', icon: 'minus', messageIcon: 'warning', words: 'No message yet', fromHereOn: '', warns: false },
} as const satisfies Record<TrustStatus, TrustLook>

/** The look of a status. A status we do not know (a newer main process) is never trusted: it cannot be checked. */
export function trustLook(status: TrustStatus): TrustLook {
  return Object.hasOwn(trustLooks, status) ? trustLooks[status] : trustLooks.unchecked
}

const fieldNames: Record<string, string> = {
  email: 'e-mail',
  id: 'user id',
  user_id: 'user id',
  userId: 'user id',
  ext_user_id: 'user id',
  external_id: 'user id',
  sub: 'user id',
  phone: 'phone number',
  name: 'name',
}

/** What people call a field of an identity, in the middle of a sentence; names we do not know stay as the vendor wrote them, made fit to be shown. */
export function fieldWord(field: string): string {
  return Object.hasOwn(fieldNames, field) ? (fieldNames[field] ?? field) : givenText(field).text || 'unnamed field'
}

/** The same at the head of a row. */
export function fieldTitle(field: string): string {
  const word = fieldWord(field)
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Short words for the reason of a rejected or impossible check; the whole sentence comes with the verdict. */
const shortReasons: Partial<Record<VerdictSummary['reason'], string>> = {
  'hash-mismatch': 'hash does not match',
  'hash-malformed': 'hash is malformed',
  'hash-for-lower-field': 'hash is for another field',
  'value-malformed': 'value is malformed',
  'alias-conflict': 'two values for one field',
  'proof-without-identity': 'proof without identity',
  'payload-malformed': 'payload is malformed',
  'token-malformed': 'token is malformed',
  'token-too-large': 'token is too large',
  'algorithm-not-allowed': 'algorithm not allowed',
  'header-not-allowed': 'token header not allowed',
  'key-id-unknown': 'unknown key named',
  'signature-mismatch': 'signature does not match',
  'identity-label-missing': 'identity is missing',
  'identity-label-conflict': 'identity contradicts itself',
  'shared-auth-origin-not-allowed': 'borrowed on a foreign host',
  'shared-auth-domain-mismatch': 'borrowed from another host',
  'not-yet-valid': 'proof is not valid yet',
  'bound-elsewhere': 'proof belongs elsewhere',
  'proof-revoked': 'proof was revoked',
  'proof-replayed': 'used in another session',
  'claims-malformed': 'claims are malformed',
  'claim-missing': 'a required claim is missing',
  'claim-mismatch': 'a claim has another value',
  'issuer-mismatch': 'issued by another site',
  'audience-mismatch': 'meant for another site',
  'time-malformed': 'a time is malformed',
  'expiry-missing': 'does not say when it ends',
  'lifetime-too-long': 'made to last too long',
  'proof-expired': 'too old',
  'proof-too-old': 'made too long ago',
  'key-unfit': 'no key for this kind of proof',
  'key-compromised': 'key was seen outside',
  'not-configured': 'channel is not set up',
  'no-key': 'no key for this channel',
  'key-retired': 'key was retired',
  'unknown-key': 'unknown key',
  'keys-unavailable': 'keys cannot be opened',
  'check-error': 'the check itself failed',
  'shared-auth-without-proof': 'borrowed without proof',
}

/** A few words on why, or null where the status says it all. */
export function shortReason(reason: VerdictSummary['reason'] | null): string | null {
  return reason === null ? null : (shortReasons[reason] ?? null)
}

/** What a proof is worth in two words, for a list row and for one field of an identity; null where it is not known. */
export function assuranceWord(assurance: Assurance | null): string | null {
  switch (assurance) {
    case 'short-token':
      return 'fresh token'
    case 'lasting-token':
      return 'lasting token'
    case 'static-hash':
      return 'lasting hash'
    case null:
      return null
    default:
      return null
  }
}

const meaningsOfElsewhere: Readonly<Record<NonNullable<ProofSightings['elsewhere']>, string>> = {
  'other-session':
    'The same proof is in use in another session. One of the two may be somebody who copied it: ask something only the customer knows.',
  'other-place':
    'The same proof now comes from another site or kind of browser. It may be a second device, or a copy: ask something only the customer knows.',
  'other-channel':
    'The same token was used in another channel as well. The customer may have gone from one to the other, or somebody copied it: ask something only the customer knows.',
}

/** What a mark "seen elsewhere" means, for the person about to answer. */
export function elsewhereMeaning(elsewhere: NonNullable<ProofSightings['elsewhere']>): string {
  return meaningsOfElsewhere[elsewhere]
}

/** What stands after the status in a list row: what the proof is worth, or the proven field, the reason, or nothing. */
export function standingDetail(
  standing: Pick<Standing, 'status' | 'field' | 'reason'>,
  assurance: Assurance | null = null,
): string | null {
  switch (standing.status) {
    case 'verified':
      return standing.reason === 'proof-borrowed'
        ? `${fieldWord(standing.field ?? 'identity')}, borrowed login`
        : (assuranceWord(assurance) ?? (standing.field && fieldWord(standing.field)))
    case 'failed':
    case 'unchecked':
      return shortReason(standing.reason)
    case 'claimed':
    case 'expired':
    case 'anonymous':
    case 'none':
      return null
    default:
      return null
  }
}

/** What follows from a standing for the person about to answer. */
export function whatFollows(status: TrustStatus): string {
  switch (status) {
    case 'verified':
      return 'Account details may be shared with this person.'
    case 'claimed':
      return 'Anyone can type a name. Don’t share or change account details.'
    case 'failed':
      return 'This may be someone else. Don’t share or change account details.'
    case 'expired':
      return 'Ask for a fresh sign-in before you share account details.'
    case 'unchecked':
      return 'Treat this visitor as unknown. Don’t share account details.'
    case 'anonymous':
      return 'This visitor has not said who they are. Answer in general terms.'
    case 'none':
      return 'Nothing has been checked yet. Don’t share account details.'
    default:
      return 'Don’t share account details.'
  }
}

/**
 * The sentence of a verdict where its status already stands before it: `Proof rejected: the hash …` becomes
 * `The hash …`, so that nobody reads the same words twice.
 */
export function sentenceAfter(words: string, sentence: string): string {
  const rest = sentence.startsWith(`${words}: `) ? sentence.slice(words.length + 2) : sentence
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

export const provenanceWords: Record<Provenance, { words: string; tone: Tone; icon: IconName }> = {
  proven: { words: 'proven', tone: 'good', icon: 'shieldCheck' },
  claimed: { words: 'given by visitor', tone: 'warning', icon: 'warning' },
  agent: { words: 'added by an agent', tone: 'slate', icon: 'person' },
}

export const universeWords: Record<Universe, { words: string; meaning: string }> = {
  signup: { words: 'Sign-up', meaning: 'Has been verified at least once in this channel' },
  lead: { words: 'Lead', meaning: 'Said who they are, and has never been verified' },
  visitor: { words: 'Visitor', meaning: 'Has not said who they are' },
}
