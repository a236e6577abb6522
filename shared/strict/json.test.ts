import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, parseStrictJson } from './json.ts'

function codeOf(text: string, options = { maxCharacters: 10_000 }): string {
  const result = parseStrictJson(text, options)
  return result.ok ? 'accepted' : result.code
}

describe('parseStrictJson', () => {
  it('refuses members that are the same after unescaping', () => {
    expect(codeOf('{"sub":1,"\\u0073ub":2}')).toBe('duplicate-member')
    expect(codeOf('{"a":{"b":1,"b":1}}')).toBe('duplicate-member')
    expect(codeOf('{"__proto__":1,"__proto__":2}')).toBe('duplicate-member')
    expect(codeOf('{"toString":1}')).toBe('accepted')
  })

  it('refuses lone surrogates, overflowing numbers and a byte order mark', () => {
    expect(codeOf('"\\ud800"')).toBe('lone-surrogate')
    expect(codeOf('"\ud800"')).toBe('lone-surrogate')
    expect(codeOf('"\\ud83d\\ude00"')).toBe('accepted')
    expect(codeOf('1e400')).toBe('number-out-of-range')
    expect(codeOf('\ufeff{}')).toBe('malformed')
  })

  it('bounds size and depth', () => {
    expect(codeOf('[1,2]', { maxCharacters: 4 })).toBe('too-large')
    expect(codeOf('['.repeat(32) + ']'.repeat(32))).toBe('accepted')
    expect(codeOf('['.repeat(33) + ']'.repeat(33))).toBe('too-deep')
    expect(codeOf('['.repeat(5_000), { maxCharacters: 10_000 })).toBe('too-deep')
  })

  it('reads __proto__ as an ordinary member of an object without prototype', () => {
    const result = parseStrictJson('{"__proto__":{"admin":true}}', { maxCharacters: 100 })
    expect(result.ok && isJsonObject(result.value) && Object.getPrototypeOf(result.value)).toBeNull()
    expect(result.ok && Object.keys(result.value as object)).toEqual(['__proto__'])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('hands a member on as text when asked, with its mistakes', () => {
    const options = { maxCharacters: 1000, asText: ['identity'] }
    const text = '{"id":1,"identity": {"a":1,"a":"\\ud800","b":1e999} ,"x":{"identity":{"c":1}}}'
    const result = parseStrictJson(text, options)
    expect(result.ok && (result.value as { identity: string }).identity).toBe('{"a":1,"a":"\\ud800","b":1e999}')
    expect(result.ok && JSON.stringify((result.value as { x: unknown }).x)).toBe('{"identity":{"c":1}}')
    expect(codeOf('{"identity":{"a":}}', options)).toBe('malformed')
    expect(codeOf('{"identity":{},"identity":{}}', options)).toBe('duplicate-member')
  })

  it('reads what JSON.stringify writes, and never accepts what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value)
        const result = parseStrictJson(text, { maxCharacters: 1_000_000 })
        if (result.ok) expect(JSON.stringify(result.value)).toBe(JSON.stringify(JSON.parse(text)))
        else expect(['lone-surrogate']).toContain(result.code)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\u0123e.-+ntrfalse \n')) }), (text) => {
        if (!parseStrictJson(text, { maxCharacters: 1000 }).ok) return
        expect(() => JSON.parse(text)).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })
})
