import { describe, expect, it } from 'vitest'
import { givenText, givenTitle, standIn } from './given-text.ts'

describe('givenText', () => {
  it.each(['richard@piedpiper.com', 'Søren Ångström', 'سارة العتيبي', 'מיכל לוי', '山田 太郎', 'Zoë 🎈'])(
    'leaves %s alone',
    (name) => {
      expect(givenText(name)).toEqual({ text: name, altered: false, clamped: false })
    },
  )

  it.each(['✓', '✔', '✔️', '☑', '✅', '🛡', '🛡️', '⚠️', '🔒', '√', '🗸', '❌', '⛨'])(
    'replaces %s, which looks like our own signs',
    (sign) => {
      expect(givenText(`Anna ${sign}`)).toEqual({ text: `Anna ${standIn}`, altered: true, clamped: false })
    },
  )

  it('removes bidirectional controls, zero-width characters and line breaks', () => {
    expect(givenText('\u202Emoc.elpmaxe@nimda\u202C').text).toBe('moc.elpmaxe@nimda')
    expect(givenText('ad\u200Bmin\u2060@x\uFEFF.test').text).toBe('admin@x.test')
    expect(givenText('Anna\nVerified\u2028· e-mail').text).toBe('Anna Verified · e-mail')
    expect(givenText('\u3164\u2800\u00AD').text).toBe('')
  })

  it('gives marks without a letter something to stand on, so that they strike through nothing before them', () => {
    expect(givenText('\u0338\u0336Anna \u0301x').text).toBe('\u25CC\u0338\u0336Anna \u25CC\u0301x')
    expect(givenText(`${'\u0338'.repeat(40)}Anna`).text).toBe(`\u25CC${'\u0338'.repeat(3)}Anna`)
    expect(givenText('\u0338Anna', { reveal: true }).text).toBe('\u25CC\u0338Anna')
    expect(givenText('\u200B\u0338Anna').text).toBe('\u25CC\u0338Anna')
    expect(givenText('José हिन्दी').altered).toBe(false)
  })

  it('reveals what is invisible where the exact value matters', () => {
    expect(givenText('ad\u200Bmin@x.test', { reveal: true })).toEqual({
      text: 'ad‹U+200B›min@x.test',
      altered: true,
      clamped: false,
    })
    expect(givenText(' a  b\u00A0', { reveal: true }).text).toBe('‹U+0020›a‹U+0020›‹U+0020›b‹U+00A0›')
    expect(givenText('a'.repeat(300), { reveal: true }).clamped).toBe(false)
  })

  it('clamps at 64 graphemes without cutting one', () => {
    const family = '👩‍💻'
    expect(givenText('a'.repeat(64))).toEqual({ text: 'a'.repeat(64), altered: false, clamped: false })
    expect(givenText('a'.repeat(65)).text).toBe(`${'a'.repeat(64)}…`)
    expect([...givenText(family.repeat(90)).text].at(-1)).toBe('…')
  })

  it('bounds a revealed value and the tooltip, however long the value is', () => {
    const huge = 'ab\u200B'.repeat(11_000)
    const revealed = givenText(huge, { reveal: true })
    expect([revealed.clamped, revealed.text.endsWith('…'), revealed.text.length < 4000]).toEqual([true, true, true])
    expect(givenTitle(huge)).toHaveLength(301)
    expect(givenTitle('a'.repeat(32_000))).toBe(`${'a'.repeat(300)}…`)
    expect(givenTitle('a'.repeat(256))).toBe('a'.repeat(256))
    expect(givenText(`e${'\u0301'.repeat(32_000)}`, { reveal: true }).clamped).toBe(true)
    // A proven value has at most 256 bytes and is always shown whole.
    expect(givenText('\u200B'.repeat(85), { reveal: true })).toMatchObject({
      text: '‹U+200B›'.repeat(85),
      clamped: false,
    })
  })

  it('cuts stacks of combining marks', () => {
    expect(givenText(`e${'\u0301'.repeat(40)}`).text.length).toBeLessThanOrEqual(6)
  })
})
