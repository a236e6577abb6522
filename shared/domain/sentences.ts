import { assertNever } from './assert-never.ts'
import type { Assurance, ReasonCode, VerdictStatus } from './verdict.ts'

/** What a sentence may name beside its fixed words. Nothing here is a secret, a hash or a token. */
export interface SentenceDetails {
  /** The proven field, or the one whose proof was due. */
  field?: string | null
  borrowed?: { from: string; on: string } | null
  /** What the proof is worth: a lasting hash is never said to prove as much as a token does, nor a lasting token as a short one. */
  assurance?: Assurance | null
}

/** The words of a badge, the same wherever a verdict is shown. */
export const statusWords: Readonly<Record<VerdictStatus, string>> = Object.freeze({
  verified: 'Verified',
  claimed: 'Not authenticated',
  failed: 'Proof rejected',
  expired: 'Proof expired',
  unchecked: 'Cannot be checked',
  anonymous: 'Anonymous',
})

/** A field's name as an agent reads it: `email` is "e-mail". Names that we do not know are shown as they are. */
export function fieldWords(field: string | null | undefined): string {
  switch (field) {
    case null:
    case undefined:
      return 'identity'
    case 'email':
      return 'e-mail'
    case 'ext_user_id':
    case 'user_id':
    case 'userId':
    case 'external_id':
    case 'sub':
      return 'user id'
    case 'id':
      return 'id'
    case 'phone':
      return 'phone number'
    case 'name':
      return 'name'
    default:
      return field
  }
}

/**
 * One sentence in plain words for a verdict: fixed per reason code, with at most the name of the field and the two
 * hosts of a borrowed authentication filled in.
 *
 * @returns e.g. `Verified: e-mail matched by a lasting hash of this site.` It never contains what the visitor wrote or sent.
 */
export function sentenceFor(status: VerdictStatus, reason: ReasonCode, details: SentenceDetails = {}): string {
  return `${statusWords[status]}: ${reasonWords(reason, details)}`
}

/** How a field was proven, in words that differ by what the proof is worth: `matched by a lasting hash`. */
export function assuredBy(assurance: Assurance | null): string {
  switch (assurance) {
    case 'short-token':
      return 'proven by a token'
    case 'lasting-token':
      return 'signed in a lasting token'
    case 'static-hash':
      return 'matched by a lasting hash'
    case null:
      return 'matched by a proof'
    default:
      return assertNever(assurance)
  }
}

/** What such a proof is worth, in one line. */
export function assuranceMeaning(assurance: Assurance | null): string {
  switch (assurance) {
    case 'short-token':
      return 'The site signed this a short time ago, and it ends soon: a copy of it is of little use.'
    case 'lasting-token':
      return 'The site signed this for more than an hour, or without saying since when: whoever copies it can use it until it ends, or the key changes.'
    case 'static-hash':
      return 'The hash is the same every time: it shows that the site made it once, not that nobody copied it since.'
    case null:
      return 'What this proof is worth was not recorded.'
    default:
      return assertNever(assurance)
  }
}

/** The part of the sentence after the status: why the verdict is what it is. */
export function reasonWords(reason: ReasonCode, details: SentenceDetails = {}): string {
  const field = fieldWords(details.field)
  switch (reason) {
    case 'proof-matches':
      return `${field} ${assuredBy(details.assurance ?? null)} of this site.`
    case 'proof-borrowed':
      return details.borrowed
        ? `${field} proven, borrowed from ${details.borrowed.from} on ${details.borrowed.on}.`
        : `${field} proven, borrowed from the main site.`
    case 'no-proof':
      return 'the page names this visitor and sends no proof.'
    case 'shared-auth-without-proof':
      return 'the page says the visitor is logged in on another site, and sends no proof of it.'
    case 'hash-mismatch':
      return `the hash does not belong to this ${field}.`
    case 'hash-malformed':
      return 'the hash is cut off, or not written as this channel expects it.'
    case 'hash-for-lower-field':
      return `the hash is for another field; this site has to prove the ${field}.`
    case 'value-malformed':
      return `the ${field} is blank, too long or not text that can be proven.`
    case 'alias-conflict':
      return 'the page sends two different user ids for one visitor.'
    case 'proof-without-identity':
      return 'the page sends a proof and does not say for whom.'
    case 'payload-malformed':
      return 'what the page sent about the visitor cannot be read.'
    case 'token-malformed':
      return 'the signed data is not a well-formed token.'
    case 'token-too-large':
      return 'the signed data is too large.'
    case 'algorithm-not-allowed':
      return 'the signed data uses an algorithm this channel does not allow.'
    case 'header-not-allowed':
      return 'the signed data has a header this channel does not allow.'
    case 'key-id-unknown':
      return 'the signed data names a key this channel does not have.'
    case 'signature-mismatch':
      return 'the signature does not belong to this data.'
    case 'identity-label-missing':
      return 'the signed data does not say who the visitor is.'
    case 'identity-label-conflict':
      return 'the signed data names two different visitors.'
    case 'shared-auth-origin-not-allowed':
      return 'this page may not borrow the login of the main site.'
    case 'shared-auth-domain-mismatch':
      return 'the page borrows the login of a site that is not the main site of this channel.'
    case 'not-yet-valid':
      return 'the proof is dated in the future.'
    case 'bound-elsewhere':
      return 'the proof was made for another conversation.'
    case 'proof-revoked':
      return 'this proof was revoked.'
    case 'proof-replayed':
      return 'this proof may be used once, and was used in another session.'
    case 'claims-malformed':
      return 'the signed claims cannot be read.'
    case 'claim-missing':
      return 'the signed data lacks a claim this channel requires.'
    case 'claim-mismatch':
      return 'a signed claim has another value than this channel requires.'
    case 'issuer-mismatch':
      return 'the signed data was issued by another site.'
    case 'audience-mismatch':
      return 'the signed data is meant for another site.'
    case 'time-malformed':
      return 'a time in the signed data is not a time.'
    case 'expiry-missing':
      return 'the signed data does not say when it ends.'
    case 'lifetime-too-long':
      return 'the signed data is made to last longer than this channel allows.'
    case 'proof-too-old':
      return 'the signature is right, and it was made too long ago.'
    case 'key-unfit':
      return 'no key of this channel can check this kind of proof.'
    case 'key-compromised':
      return 'the key of this channel was seen outside and no longer proves anything.'
    case 'not-configured':
      return 'this channel is not told how its site signs.'
    case 'proof-expired':
      return 'the signature is right, and its time is over.'
    case 'no-key':
      return 'no key for this channel.'
    case 'key-retired':
      return 'the key this proof needs is retired.'
    case 'unknown-key':
      return 'the page belongs to a team whose key this channel does not have.'
    case 'keys-unavailable':
      return 'the keys of this channel cannot be opened on this machine.'
    case 'check-error':
      return 'an error interrupted the check.'
    case 'no-identity':
      return 'the page does not say who this visitor is.'
    default:
      return assertNever(reason)
  }
}
