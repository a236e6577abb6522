import { expect, test } from 'vitest'
import { createOutbox } from './outbox.ts'
import { createShelf, type Storage } from './shelf.ts'

function fakeStorage(): Storage & { full: boolean } {
  const kept = new Map<string, string>()
  return {
    full: false,
    get length() {
      return kept.size
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (this.full) throw new DOMException('full', 'QuotaExceededError')
      kept.set(key, value)
    },
    removeItem: (key) => void kept.delete(key),
  }
}

function begin(storage = fakeStorage()) {
  let next = 0
  const clock = { now: 1_000 }
  const open = (page: string) =>
    createOutbox(
      createShelf('bonafide.chan_a.', () => storage),
      page,
      () => clock.now,
      () => `id-${++next}`,
    )
  return { storage, clock, open }
}

test('messages keep their order though the clock stands still or steps back', () => {
  const { clock, open } = begin()
  const outbox = open('page')
  for (const text of ['one', 'two', 'three']) outbox.add(text, 'nobody')
  clock.now = 500
  outbox.add('four', 'nobody')
  expect(outbox.own().map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four'])
})

test('a message stays until it is settled, through a reload', () => {
  const { open } = begin()
  const before = open('before')
  const { id } = before.add('one', 'ada')
  before.add('two', 'ada')
  before.refuse(id, 'Too large.')

  const after = open('after')
  expect(after.own()).toEqual([])
  after.adopt((page) => page === 'before')
  expect(after.own()).toMatchObject([
    { text: 'one', who: 'ada', refusal: 'Too large.' },
    { text: 'two', who: 'ada', refusal: null },
  ])
  after.retry(id, 'bob')
  expect(after.own()[0]).toMatchObject({ who: 'bob', refusal: null })
  after.settle(id)
  after.settle(id)
  expect(after.own().map(({ text }) => text)).toEqual(['two'])
})

test('what a living page wrote is left to it', () => {
  const { open } = begin()
  const first = open('first')
  const second = open('second')
  first.add('mine', 'nobody')
  second.adopt(() => false)
  expect(second.own()).toEqual([])
  expect(first.own()).toHaveLength(1)
})

test('a settled message does not come back by a change that comes late', () => {
  const { open } = begin()
  const outbox = open('page')
  const { id } = outbox.add('one', 'nobody')
  outbox.settle(id)
  outbox.refuse(id, 'late')
  outbox.retry(id, 'nobody')
  expect(outbox.own()).toEqual([])
})

test('entries that something else wrote are passed over', () => {
  const { storage, open } = begin()
  for (const value of ['{', 'null', '[]', '{"id":1}', '"text"']) storage.setItem(`bonafide.chan_a.out.${value}`, value)
  storage.setItem('bonafide.chan_b.out.x', JSON.stringify({ id: 'x', text: 'other', at: 1, who: 'a', page: 'page' }))
  expect(open('page').own()).toEqual([])
})

test.each(['full', 'forbidden', 'absent'])('a storage that is %s is replaced by memory', (trouble) => {
  const storage = fakeStorage()
  storage.full = true
  const shelf = createShelf('b.', () => {
    if (trouble === 'forbidden') throw new DOMException('no', 'SecurityError')
    return trouble === 'absent' ? null : storage
  })
  shelf.set('out.a', '1')
  expect(shelf.get('out.a')).toBe('1')
  expect(shelf.keys('out.')).toEqual(['out.a'])
  shelf.remove('out.a')
  expect(shelf.get('out.a')).toBe(null)
  expect(shelf.keys('out.')).toEqual([])
})
