import { describe, expect, it } from 'vitest'
import { holdOrder } from './held-order.ts'

const rows = (ids: string, value = 'old') => [...ids].map((id) => ({ id, value }))
const idsOf = (held: { rows: { id: string }[] }) => held.rows.map(({ id }) => id).join('')

describe('holdOrder', () => {
  it('lets values follow and places stay', () => {
    const held = holdOrder(rows('abc'), rows('cab', 'new'))
    expect(idsOf(held)).toBe('abc')
    expect(held.rows.every(({ value }) => value === 'new')).toBe(true)
    expect(held).toMatchObject({ missing: [], fresh: 0, reordered: true })
  })

  it('counts what came up, and keeps it from the screen', () => {
    expect(holdOrder(rows('abc'), rows('xabyc'))).toMatchObject({ fresh: 1, reordered: false })
    expect(idsOf(holdOrder(rows('abc'), rows('xabc')))).toBe('abc')
  })

  it('puts behind what was read on', () => {
    const held = holdOrder(rows('abc'), rows('abcdef'))
    expect(idsOf(held)).toBe('abcdef')
    expect(held).toMatchObject({ fresh: 0, reordered: false })
    expect(idsOf(holdOrder(rows('abc'), rows('xbcadef')))).toBe('abcdef')
  })

  it('names what is not answered any more, and keeps it in its place', () => {
    const held = holdOrder(rows('abc'), rows('ac', 'new'))
    expect(held.missing).toEqual(['b'])
    expect(held.rows).toEqual([
      { id: 'a', value: 'new' },
      { id: 'b', value: 'old' },
      { id: 'c', value: 'new' },
    ])
  })

  it('begins with everything', () => {
    expect(idsOf(holdOrder([], rows('abc')))).toBe('abc')
  })
})
