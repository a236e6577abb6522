import { assertNever } from '#shared/domain/assert-never.ts'
import type { FlagAge, FlagKind, FlagRow } from '#shared/domain/review.ts'

/** What kind of thing a flag is about, in a few words. */
export function flagKindWords(kind: FlagKind): string {
  switch (kind) {
    case 'proof-rejected':
      return 'Proof rejected'
    case 'identity-switched':
      return 'Identity switched'
    case 'blocked-send':
      return 'Reply blocked'
    case 'claims-verified-contact':
      return 'Claims a verified customer'
    case 'proof-seen-elsewhere':
      return 'Proof seen elsewhere'
    case 'unsigned-field':
      return 'Unsigned field'
    case 'secret-exposed':
      return 'Secret exposed'
    case 'agent-report':
      return 'Reported by an agent'
    case 'blocked-identity':
      return 'Blocked identity'
    default:
      return assertNever(kind)
  }
}

/** What a supervisor should ask themselves about such a flag. */
export function flagAdvice(kind: FlagKind): string {
  switch (kind) {
    case 'proof-rejected':
      return 'Either the site signs wrongly, or somebody else is using this name. “Why?” in the conversation tells the two apart.'
    case 'identity-switched':
      return 'The page named two people in one conversation. A shared computer does that; so does somebody trying names.'
    case 'blocked-send':
      return 'An agent was about to send something this visitor may not have. See what the visitor asked for just before.'
    case 'claims-verified-contact':
      return 'The real customer has been verified before; this visitor has no valid proof. Ask them to sign in before anything is shared.'
    case 'proof-seen-elsewhere':
      return 'People use two devices; a copied proof looks the same. Ask something only the customer knows. If it was copied, revoke this proof and rotate the key.'
    case 'unsigned-field':
      return 'A page may send what it likes beside a proof. Either the site’s list of signed fields is incomplete, or somebody tries what gets through.'
    case 'secret-exposed':
      return 'Whoever has the secret can pose as anybody. Add a new key under Channels, put it on the site’s server, and find out where the old one leaked.'
    case 'agent-report':
      return 'An agent asks for a second pair of eyes. Answer with an internal note in the conversation.'
    case 'blocked-identity':
      return 'Somebody blocked this identity before. Lift the block if it was a mistake; a channel that enforces refuses these messages.'
    default:
      return assertNever(kind)
  }
}

export const severityWords: Record<FlagRow['severity'], string> = { serious: 'Serious', notice: 'Notice' }

export const ageWords: Record<FlagAge, string> = {
  hour: 'Last hour',
  day: 'Last 24 hours',
  older: 'Older than a day',
}
