import { assertNever } from '#shared/domain/assert-never.ts'
import type { FlagKind, FlagRow } from '#shared/domain/review.ts'

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
      return 'Claims a verified contact'
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
    default:
      return assertNever(kind)
  }
}

export const severityWords: Record<FlagRow['severity'], string> = { serious: 'Serious', notice: 'Notice' }
