import type { LinkWarning } from '#shared/text/links.ts'

/** What to know of a link before it is followed: in two words beside it, and in a sentence before it opens. */
export const linkWarningWords: Record<LinkWarning, { short: string; sentence: string }> = {
  'user-info': {
    short: 'disguised address',
    sentence:
      'It was written with a name or password before an “@”, which makes it look like another site. That part is left out.',
  },
  'lookalike-host': {
    short: 'lookalike site',
    sentence: 'The name of this site is written with letters that look like others. It may pose as a site you know.',
  },
  'address-only': { short: 'no site name', sentence: 'It leads to a bare network address, not to a named site.' },
  'unusual-port': { short: 'unusual port', sentence: 'It leads to an unusual port of that site.' },
  'not-encrypted': {
    short: 'not encrypted',
    sentence: 'The connection would not be encrypted, so this console does not open it. You can copy the address.',
  },
}
