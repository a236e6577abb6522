import { describe, expect, it } from 'vitest'
import { sentenceAfter } from './standing-words.ts'
import { failedStepWords } from './step-words.ts'

describe('a failed step', () => {
  it.each([
    ['Hash matches this e-mail', 'Hash does not match this e-mail'],
    ['A hash was sent', 'No hash was sent'],
    ['A hash was sent with the borrowed login', 'No hash was sent with the borrowed login'],
    ['The user id is text that can be proven', 'The user id is not text that can be proven'],
    ['This channel has a key', 'This channel has no key'],
  ])('says what does not hold: %s', (label, words) => {
    expect(failedStepWords(label)).toBe(words)
  })

  it.each([
    ['The token still counts', 'The token counts no more'],
    ['Times are whole seconds since 1970', 'Times are not whole seconds since 1970'],
    ['The claim iss is x', 'The claim iss is not x'],
    ['The e-mail is inside the token', 'The e-mail is not inside the token'],
    ['The token says until when it counts', 'The token does not say until when it counts'],
    ['The token is made out to this channel', 'The token is not made out to this channel'],
    ['The key of this channel was kept secret', 'The key of this channel was seen outside'],
    ['The identity does not hold a secret of this channel', 'The identity holds a secret of this channel'],
    ['The proof was not revoked', 'The proof was revoked'],
    ['Issuer, audience and times hold', 'Issuer, audience or times do not hold'],
  ])('is a plain sentence, whatever was checked: %s', (label, words) => {
    expect(failedStepWords(label)).toBe(words)
  })

  it('leaves a label that names the fault, and marks one it does not know', () => {
    const fault = 'Hash was made from the e-mail, not the user id'
    expect(failedStepWords(fault)).toBe(fault)
    expect(failedStepWords('Moon is full')).toBe('Does not hold: Moon is full')
  })
})

describe('a sentence after its status', () => {
  it('does not say the status twice', () => {
    expect(sentenceAfter('Proof rejected', 'Proof rejected: the hash is wrong.')).toBe('The hash is wrong.')
    expect(sentenceAfter('Proof rejected', 'Something else.')).toBe('Something else.')
  })
})
