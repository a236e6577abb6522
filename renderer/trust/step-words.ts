/**
 * Steps of a check are named for what has to hold ("Hash matches this e-mail"). Where one does not hold, the sentence
 * itself must say so: a cross before a good sentence is easily misread.
 */
const negations: readonly (readonly [RegExp, string])[] = [
  [/^Hash matches /, 'Hash does not match '],
  [/^Hash is 64 hex characters$/, 'Hash is not 64 hex characters'],
  [/^A hash was sent/, 'No hash was sent'],
  [/^Signed data was sent$/, 'No signed data was sent'],
  [/^The hash comes with /, 'The hash comes without '],
  [/^Signature matches /, 'Signature does not match '],
  [/^Signed data is /, 'Signed data is not '],
  [/^Token is /, 'Token is not '],
  [/^Signed time and conversation hold$/, 'Signed time or conversation does not hold'],
  [/^A signed label is mapped /, 'No signed label is mapped '],
  [/^Signed data names one /, 'Signed data does not name one '],
  [/ is text that can be proven$/, ' is not text that can be proven'],
  [/^This host may borrow /, 'This host may not borrow '],
  [/^shareAuth names the /, 'shareAuth does not name the '],
  [/^The page sends one /, 'The page does not send one '],
  [/^The page sent a proof$/, 'The page sent no proof'],
  [/^The page says who the visitor is$/, 'The page does not say who the visitor is'],
  [/^The keys of this channel can be opened$/, 'The keys of this channel cannot be opened'],
  [/^This channel has a key$/, 'This channel has no key'],
  [/^A key of this channel is still in use$/, 'No key of this channel is in use any more'],
  [/^The key the token names belongs /, 'The key the token names does not belong '],
  [/^The team of the page is /, 'The team of the page is not '],
  [/^The check ran to its end$/, 'The check did not run to its end'],
  [/^What the page sent can be read$/, 'What the page sent cannot be read'],
  [/^The secret can be decoded /, 'The secret cannot be decoded '],
  [/^Hash is /, 'Hash is not '],
  [/^A key of this channel is for /, 'No key of this channel is for '],
  [/^The key the token names is for /, 'The key the token names is not for '],
  [/^Times are whole seconds /, 'Times are not whole seconds '],
  [/^The claim (\S+) is /, 'The claim $1 is not '],
  [/ is inside the (signed data|token)$/, ' is not inside the $1'],
  [/^A signed token was sent$/, 'No signed token was sent'],
  [/^A key of this channel is long enough, /, 'No key of this channel is long enough, '],
  [/^Every required claim is there$/, 'A required claim is missing'],
  [/^Issuer, audience and times hold$/, 'Issuer, audience or times do not hold'],
  [/^The identity does not hold a secret/, 'The identity holds a secret'],
  [/^The issuer is the one /, 'The issuer is not the one '],
  [/^The (key|key of this channel) was kept secret$/, 'The $1 was seen outside'],
  [
    /^The keys of this channel are all secrets, or all public$/,
    'The keys of this channel are neither all secrets nor all public',
  ],
  [/^The proof was not revoked$/, 'The proof was revoked'],
  [/^The token counts already$/, 'The token does not count yet'],
  [/^The token still counts$/, 'The token counts no more'],
  [/^The token does not last longer than the vendor allows$/, 'The token lasts longer than the vendor allows'],
  [/^The token ends after it begins$/, 'The token ends before it begins'],
  [/^The token is (made out|new enough)/, 'The token is not $1'],
  [/^The token (name|say)s /, 'The token does not $1 '],
  [/^The token was not used in another session$/, 'The token was used in another session'],
  [/^This channel has a key for /, 'This channel has no key for '],
  [/^This channel is told /, 'This channel is not told '],
]

/** Labels that already say what went wrong. */
const saysSoItself = /^Hash was made from /

/** The label of a failed step as a sentence that says what does not hold. A label nobody foresaw is put as one. */
export function failedStepWords(label: string): string {
  if (saysSoItself.test(label)) return label
  for (const [pattern, words] of negations) if (pattern.test(label)) return label.replace(pattern, words)
  return `Does not hold: ${label}`
}
