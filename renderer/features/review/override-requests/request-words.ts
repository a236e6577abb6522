import type { GrantRequestState } from '#shared/domain/grant.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'

/** What became of a request, in a word or two. */
export const requestStateWords: Record<GrantRequestState, string> = {
  waiting: 'Waiting',
  granted: 'Approved, not sent yet',
  used: 'Approved and sent',
  expired: 'Approved, ran out unused',
  declined: 'Declined',
}

/** Why the gate refused the reply, for whoever decides. */
export const refusedBecause: Record<BlockReasonCode, string> = {
  'not-verified': 'The visitor was not authenticated.',
  'proof-rejected': 'The visitor’s proof was rejected.',
  'proof-too-old': 'The proof was too old for a restricted template.',
  'proof-expired': 'The proof had run out.',
  'serious-flag-open': 'A serious flag of the conversation was open.',
  'identity-blocked': 'A supervisor had blocked the identity.',
  'secret-in-text': 'The text holds something that should not be sent.',
  'unresolved-variable': 'A variable of a template was not filled in.',
  'unknown-template': 'A template of it no longer existed.',
  'unseen-message': 'Something had arrived unseen.',
  'conversation-closed': 'The conversation was closed.',
  'gate-error': 'It could not be checked.',
}
