import { describe, expect, it } from 'vitest'
import { prototypes } from './confusables.ts'
import { lookalikeKey, mixesScripts, skeletonOf } from './lookalike.ts'
import { decodeLabel } from './punycode.ts'

describe('skeletonOf', () => {
  it.each([
    ['раураl', 'paypal'],
    ['rn', 'm'],
    ['Ηelen', 'Helen'],
    ['ad\u200Bmin', 'admin'],
    ['ne\u2019er', "ne'er"],
  ])('%s looks like %s', (one, other) => {
    expect(skeletonOf(one)).toBe(skeletonOf(other))
  })

  it('covers the whole table of Unicode 17.0', () => {
    expect(prototypes().size).toBe(5500)
    const missed = [...prototypes()].filter(
      ([one, looksLike]) => lookalikeKey('name', one) !== lookalikeKey('name', looksLike),
    )
    // Per cent signs, presentation forms of Arabic marks and superscripts, whose compatibility form is another one.
    expect(missed.length).toBe(29)
  })
})

describe('mixesScripts', () => {
  it.each(['аlice', 'exаmple.com', 'Tомas', 'Αnna', 'pаypal', 'Ꭺnna'])('%s', (text) => {
    expect(mixesScripts(text)).toBe(true)
  })

  it.each([
    '山田太郎',
    'Anna (Анна)',
    '김철수',
    'Ελένη',
    'Søren',
    'O’Brien',
    'iPhone用户',
    'สมชายTom',
    '𐐀𐐁',
    '',
    '7',
    'ナムコ64',
  ])('not %s', (text) => {
    expect(mixesScripts(text)).toBe(false)
  })
})

describe('lookalikeKey', () => {
  it.each([
    ['email', 'аlice@exаmple.com', 'alice@example.com'],
    ['email', 'Alice+shop@Example.com', 'al.ice@example.com.'],
    ['email', 'alice@xn--exmple-4nf.com', 'alice@example.com'],
    ['email', 'ａlice＠example。com', 'alice@example.com'],
    ['name', 'ТОМ', 'Tom'],
    ['name', 'ELLA', 'EIla'],
    ['name', ' Anna\u00A0 Meyer', 'anna meyer'],
    ['id', 'cust-1O45', 'cust-1045'],
  ] as const)('%s %s and %s', (field, one, other) => {
    expect(lookalikeKey(field, one)).toBe(lookalikeKey(field, other))
  })

  it('keeps different people apart', () => {
    const values = [
      'anna@example.com',
      'anne@example.com',
      'anna@example.org',
      'anna@mail.example.com',
      'hanna@example.com',
    ]
    expect(new Set(values.map((value) => lookalikeKey('email', value))).size).toBe(values.length)
    expect(lookalikeKey('name', 'José')).not.toBe(lookalikeKey('name', 'Jose'))
    expect(lookalikeKey('id', '1045')).not.toBe(lookalikeKey('id', '1054'))
  })

  it('answers for what no identity should be', () => {
    expect(lookalikeKey('name', '\u200B\u202E')).toBe('')
    expect(lookalikeKey('email', '@')).toBe('@')
    expect(lookalikeKey('email', 'a\uD800@b')).toBe(lookalikeKey('email', 'a\uFFFD@b'))
    expect(lookalikeKey('email', '+@x.test')).toBe('+@x.test')
  })
})

describe('decodeLabel', () => {
  // The first three are samples of RFC 3492 §7.1 (B), (A) and (L), lower-cased.
  it.each([
    ['xn--ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['xn--egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
    ['xn--3b-ww4c5e180e575a65lsy2b', '3年b組金八先生'],
    ['xn--mnchen-3ya', 'münchen'],
    ['plain', 'plain'],
  ])('%s', (label, plain) => {
    expect(decodeLabel(label)).toBe(plain)
  })

  it.each(['xn--', 'xn--99999999', 'xn--a!', `xn--${'z'.repeat(64)}`])('refuses %s', (label) => {
    expect(decodeLabel(label)).toBeNull()
  })
})
