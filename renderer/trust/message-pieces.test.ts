import { describe, expect, it } from 'vitest'
import { beginningOf, messageLine, messagePieces } from './message-pieces.ts'

describe('messagePieces', () => {
  it('keeps lines, ticks, emoji and joined letters', () => {
    const honest = 'paid ✓\nthanks 👩‍💻 می‌خواهم \u200Fשלום\u200F\tend'
    expect(messagePieces(honest)).toEqual([{ kind: 'text', text: honest }])
    expect(messageLine('one\r\ntwo\rthree')).toBe('one\ntwo\nthree')
  })

  it('names what reorders, hides or is no character', () => {
    expect(messagePieces('a\u202Eb')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'code', text: 'U+202E' },
      { kind: 'text', text: 'b' },
    ])
    expect(messageLine('\u2066\u200B\uD800\u2800\u0000\uFDD0\u{E0061}')).toBe(
      '‹U+2066›‹U+200B›‹U+D800›‹U+2800›‹U+0000›‹U+FDD0›‹U+E0061›',
    )
  })

  it('bounds stacks of marks and runs of hidden characters', () => {
    expect(messageLine(`e${'\u0301'.repeat(40)}`)).toBe(`e${'\u0301'.repeat(4)}‹36 more marks›`)
    expect(messageLine('\u200B'.repeat(500))).toBe(`${'‹U+200B›'.repeat(7)}‹493 more›`)
  })

  it('ends a link at what cannot be seen', () => {
    expect(messagePieces('see https://shop.example/a\u202Egpj.exe.').map(({ kind, text }) => [kind, text])).toEqual([
      ['text', 'see '],
      ['link', 'https://shop.example/a'],
      ['code', 'U+202E'],
      ['text', 'gpj.exe.'],
    ])
  })

  it('reads the longest message in a moment', () => {
    const longest = [8_000, 8_000, 4_000, 8_000, 1_000].map((length, kind) =>
      (['\u200B', '\u0301', 'a\u200D', '(', 'https://a.'][kind] ?? '').repeat(length).slice(0, 8_000),
    )
    for (const text of longest) {
      const before = performance.now()
      messagePieces(text)
      expect(performance.now() - before).toBeLessThan(200)
    }
  })
})

describe('beginningOf', () => {
  it('folds what is long, and never cuts a pair', () => {
    expect(beginningOf('short\ntext')).toBeNull()
    expect(beginningOf('a'.repeat(5_000))).toBeNull()
    expect(beginningOf('a'.repeat(5_001))).toHaveLength(4_000)
    expect(beginningOf(`a${'🎈'.repeat(3_000)}`)?.isWellFormed()).toBe(true)
    expect(beginningOf('x\n'.repeat(500))?.split('\n')).toHaveLength(60)
    expect(beginningOf('x\n'.repeat(69))).toBeNull()
  })
})
