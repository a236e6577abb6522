import type { Hint, HintCode } from '#shared/domain/verdict.ts'

const sentences: Readonly<Record<HintCode, string>> = Object.freeze({
  'secret-has-whitespace':
    'The hash matches when white space is added to or taken from the ends of the secret: the site or this channel has a copy with a stray space or line break.',
  'secret-hex-decoded':
    'The site decodes the secret from hexadecimal first, which this channel does not: its text itself is the key.',
  'secret-base64-decoded': 'The site decodes the secret from base64 first, which this channel does not.',
  'secret-case-differs': 'The hash matches the secret in another letter case: one of the two copies was retyped.',
  'other-key-of-channel': 'The signature matches another key of this channel than the one the token names.',
  'retired-key-of-channel': 'The proof was made with a key of this channel that is retired.',
  'hash-of-lower-field':
    'The hash was made from a field with lower priority. Make it from the first field that is present.',
  'value-case-differs':
    'The hash was made from the same value in another letter case. Sign exactly the text that is checked: as it is sent, or in lower case where this channel lower-cases it.',
  'value-has-whitespace':
    'The hash was made from the same value with other white space at its ends. Sign exactly the text that is checked.',
  'key-and-message-swapped': 'Key and message are swapped where the site makes the hash.',
  'digest-is-base64': 'The right hash was sent as base64. Send it as hexadecimal characters.',
  'digest-encoding-differs':
    'The right hash was sent in another encoding than this channel’s. It may be hexadecimal, base64 with padding, or base64url without.',
  'digest-truncated': 'Only the beginning of the right hash was sent. Send all of it.',
  'signature-is-der': 'The signature is DER encoded. ES256 needs the raw 64 bytes, R and S (RFC 7518 section 3.4).',
  'token-has-padding': 'The token has base64 padding. Its parts are base64url without "=".',
  'payload-trailing-comma': 'The signed JSON has a comma after its last element, as the sample in the document does.',
  'documentation-key': 'This key stands in a public document. Anyone can sign with it: make a new one.',
  'key-is-weak': 'This secret is shorter than 16 characters and can be guessed from one hash: make a longer one.',
  'token-lasts-long':
    'This token counts for more than a day, for whoever copies it. Make it end sooner, or set the longest age of tokens in this channel.',
  'unsigned-field-shadows-signed':
    'The page also sent an unsigned field with the name of a signed one. The signed one counts.',
  'proof-under-other-name':
    'A field that is not the proof’s holds 64 hexadecimal characters and was left out. If it is the proof, send it under the name the vendor documents.',
  'key-not-decoded':
    'The hash was made with the text of the secret as the key. This channel decodes the secret first: change one of the two.',
  'other-channel-of-workspace': 'The proof was made with a key of another channel of this workspace.',
  'key-of-other-platform':
    'The proof was made with the secret of another kind of app. Web, iOS and Android have a secret each.',
  'times-in-milliseconds':
    'The times in the token are in milliseconds. They are seconds since 1970 (RFC 7519 section 2).',
  'audience-differs': 'The signature is right, and the token is made out to another audience than this channel’s.',
  'issuer-differs': 'The signature is right, and the token names another issuer than this channel’s.',
  'algorithm-of-other-key': 'The token is signed with an algorithm that this channel’s keys are not for.',
  'clock-differs':
    'By the clocks of other visitors this proof would count: the clock of this computer or of the site’s server is off.',
  'unsigned-fields-dropped': 'Fields that are not signed and not on the list of unsigned fields were left out.',
})

/** A hint with its fixed sentence. */
export function hint(code: HintCode): Hint {
  return { code, message: sentences[code] }
}
