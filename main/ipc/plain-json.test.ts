import { describe, expect, it } from 'vitest'
import { copyPlainJson } from './plain-json.ts'

describe('copyPlainJson', () => {
  it.each([
    null,
    true,
    0,
    -1.5,
    '',
    'text',
    [],
    {},
    { a: [{ b: null }] },
    Object.assign(Object.create(null), { a: 1 }),
  ])('copies %j', (value: unknown) => expect(copyPlainJson(value)).toEqual(value))

  const refused: [string, unknown][] = [
    ['undefined', undefined],
    ['an array with a hole in meaning', [undefined]],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['not a number', Number.NaN],
    ['infinity', { a: Number.POSITIVE_INFINITY }],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['an error', new Error('x')],
    ['a member named __proto__', JSON.parse('{"__proto__": {"polluted": true}}')],
  ]
  it.each(refused)('refuses %s', (_name, value) => expect(() => copyPlainJson(value)).toThrow(TypeError))

  it('refuses a circle', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => copyPlainJson(circle)).toThrow(/nested too deeply/)
  })

  it('names the place and not the content', () => {
    expect(() => copyPlainJson({ rows: [{ at: new Date(0) }] })).toThrow('value.rows[0].at is not a plain object')
  })
})
