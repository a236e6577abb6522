import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinTexts, longestDraft, longestText, mostOnTheWay, restBehind } from './draft-text.ts'

describe('what was sent, taken off a draft', () => {
  it.each([
    ['Hello', 'Hello', ''],
    ['Hello\nThanks', 'Hello', 'Thanks'],
    ['Hello and more', 'Hello', ' and more'],
    ['Hello\n\nThanks', 'Hello', '\nThanks'],
    ['ok\nok', 'ok', 'ok'],
  ])('of %j without %j leaves %j', (text, sent, rest) => {
    expect(restBehind(text, sent)).toBe(rest)
  })

  it('is nothing that the draft does not begin with', () => {
    expect(restBehind('Well, Hello', 'Hello')).toBeNull()
    expect(restBehind('Hell', 'Hello')).toBeNull()
    expect(restBehind('Hello', '')).toBeNull()
    expect(restBehind('Hidden costs', 'Hi')).toBeNull()
    expect(restBehind('Größe', 'Gr')).toBeNull()
  })

  it('leaves what was typed since, whatever it is, however much is on its way', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ', '😀'), minLength: 1 })
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.oneof(fc.constant(''), text),
        (onTheWay, typed) => {
          const left = onTheWay.reduce<string | null>(
            (whole, sent) => (whole === null ? null : restBehind(whole, sent)),
            joinTexts([...onTheWay, typed]),
          )
          expect(left).toBe(typed)
        },
      ),
    )
  })

  it('may be as long as everything on its way together', () => {
    const long = 'x'.repeat(longestText)
    const whole = joinTexts([...Array.from({ length: mostOnTheWay }, () => long), long])
    expect(whole.length).toBeLessThanOrEqual(longestDraft)
  })
})
