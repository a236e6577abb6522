import { assertNever } from '#shared/domain/assert-never.ts'
import type { Refusal } from '#shared/domain/envelope.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'

/** The refusals that the record itself gives. The sentences are for the visitor's page and its developer. */
export const unknownChannel: Refusal = {
  outcome: 'refused',
  code: 'unknown-channel',
  sentence: 'This chat does not exist.',
  retry: false,
}

export const unknownSession: Refusal = {
  outcome: 'refused',
  code: 'unknown-session',
  sentence: 'This chat session is not known any more. A new one has to be opened.',
  retry: false,
}

export const idReused: Refusal = {
  outcome: 'refused',
  code: 'id-reused',
  sentence: 'Another message was already sent under this id.',
  retry: false,
}

export const storageFull: Refusal = {
  outcome: 'refused',
  code: 'storage-full',
  sentence: 'The support desk cannot store messages at the moment. The message will be sent again.',
  retry: true,
}

export const consoleUnavailable: Refusal = {
  outcome: 'refused',
  code: 'console-unavailable',
  sentence: 'The support desk is not available at the moment. The message will be sent again.',
  retry: true,
}

/** Why an enforcing channel refuses a visitor, in words that the page can show. Never a hint for whoever forges. */
export function unverifiedVisitor(status: VerdictStatus): Refusal {
  return { outcome: 'refused', code: 'unverified-visitor', sentence: whyUnverified(status), retry: false }
}

/** A supervisor blocked the identity that the message names, and the channel enforces. */
export const blockedVisitor: Refusal = {
  outcome: 'refused',
  code: 'blocked-visitor',
  sentence: 'The support desk does not take messages from this visitor.',
  retry: false,
}

/** What a `warn` channel tells the page of a visitor who is not verified. */
export function warningFor(status: VerdictStatus): string {
  return `Your message was received, and you are not signed in for the support team: ${lowerFirst(whyUnverified(status))}`
}

function whyUnverified(status: VerdictStatus): string {
  switch (status) {
    case 'claimed':
      return 'This chat is for signed-in visitors. Please sign in on this site, then write again.'
    case 'failed':
      return 'This chat is for signed-in visitors, and your sign-in was not accepted. Please sign in again.'
    case 'expired':
      return 'This chat is for signed-in visitors: your sign-in has expired. Please sign in again.'
    case 'unchecked':
      return 'This chat is for signed-in visitors: who you are cannot be checked at the moment.'
    case 'anonymous':
      return 'This chat is for signed-in visitors. Please sign in first.'
    case 'verified':
      // Only a verdict that names no proven field gets here.
      return 'This chat is for signed-in visitors: who you are cannot be checked at the moment.'
    default:
      return assertNever(status)
  }
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
