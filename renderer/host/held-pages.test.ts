import { describe, expect, it } from 'vitest'
import type { HeldPages } from './held-pages.ts'
import { appendPage, isStale, markStale, pagesToRefresh, replacePage } from './held-pages.ts'

interface Row {
  id: string
}

const size = 3

/** A list by keyset, newest first, as the main process keeps it: a row's number is its time. */
function backing(count: number) {
  let order = Array.from({ length: count }, (_, index) => ({ id: `row${index}`, time: count - index }))
  let time = count
  return {
    touch(id: string) {
      time += 1
      order = [{ id, time }, ...order.filter((row) => row.id !== id)]
    },
    remove(id: string) {
      order = order.filter((row) => row.id !== id)
    },
    page(cursor: string | null) {
      const after = order.filter((row) => cursor === null || row.time < Number(cursor))
      const rows = after.slice(0, size)
      return {
        rows: rows.map(({ id }) => ({ id })),
        nextCursor: after.length > size ? String(rows.at(-1)?.time) : null,
      }
    },
    ids: () => order.map(({ id }) => id),
  }
}

type Backing = ReturnType<typeof backing>
const idsOf = (held: HeldPages<Row>) => held.pages.flatMap((page) => page.rows.map(({ id }) => id))

function load(source: Backing, pages: number): HeldPages<Row> {
  let held: HeldPages<Row> = { pages: [], nextCursor: null }
  for (let count = 0; count < pages; count += 1) held = appendPage(held, source.page(held.nextCursor))
  return held
}

function refresh(source: Backing, held: HeldPages<Row>, from: number, to: number): HeldPages<Row> {
  let next = markStale(held)
  for (const cursor of pagesToRefresh(held, from, to).reverse()) {
    next = replacePage(next, cursor, source.page(cursor), size)
  }
  return next
}

describe('held pages', () => {
  it('asks for the first page and those in view, however many are held', () => {
    const held = load(backing(30), 9)
    expect(pagesToRefresh(held, 0, 2)).toHaveLength(1)
    expect(pagesToRefresh(held, 13, 16)).toHaveLength(3)
  })

  it('loses no row that new ones push out of the first page', () => {
    const source = backing(12)
    const held = load(source, 3)
    source.touch('new')
    source.touch('row7')
    expect(idsOf(refresh(source, held, 0, 2))).toEqual(source.ids().slice(0, 10))
  })

  it('drops what was closed, in view or on the first page', () => {
    const source = backing(12)
    const held = load(source, 4)
    source.remove('row1')
    source.remove('row7')
    expect(idsOf(refresh(source, held, 6, 8))).toEqual(source.ids())
  })

  it('keeps its end when every held row moved or went', () => {
    const source = backing(12)
    const held = load(source, 1)
    for (const id of ['row9', 'row10', 'row11', 'row8']) source.touch(id)
    let next = refresh(source, held, 0, 2)
    expect(isStale(next, 3, 5)).toBe(true)
    for (let turn = 0; turn < 4; turn += 1) next = refresh(source, next, 0, 12)
    expect(idsOf(next)).toEqual(source.ids().slice(0, idsOf(next).length))
  })

  it('comes to the same list as the source after any changes, once all of it was looked at', () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    for (let round = 0; round < 40; round += 1) {
      const source = backing(40)
      let held = load(source, 1 + random(12))
      for (let turn = 0; turn < 20; turn += 1) {
        for (let changes = random(5); changes > 0; changes -= 1) {
          const id = `row${random(60)}`
          if (random(4) === 0) source.remove(id)
          else source.touch(id)
        }
        const from = random(40)
        held = refresh(source, held, from, from + 4)
        let again = 0
        for (; isStale(held, from, from + 4); again += 1) held = refresh(source, held, from, from + 4)
        expect(again).toBeLessThan(8)
        if (random(3) === 0 && held.nextCursor !== null) held = appendPage(held, source.page(held.nextCursor))
        expect(new Set(idsOf(held)).size).toBe(idsOf(held).length)
      }
      for (let turn = 0; turn < 40; turn += 1) held = refresh(source, held, 0, 1_000)
      expect(idsOf(held)).toEqual(source.ids().slice(0, idsOf(held).length))
      expect(held.pages.length).toBeLessThan(60)
    }
  })
})
