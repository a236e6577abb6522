import { expect, test } from 'vitest'
import { createLines } from './in-line.ts'

test('what is prepared faster does not overtake, and both are under way at once', async () => {
  const inLine = createLines<string>()
  const slow = Promise.withResolvers<string>()
  const stored = Promise.withResolvers<void>()
  const handed: string[] = []
  const hand = async (text: string) => {
    handed.push(text)
    await stored.promise
    return text
  }
  let prepared = 0
  const one = inLine(
    'a',
    () => {
      prepared += 1
      return slow.promise
    },
    hand,
  )
  const two = inLine(
    'a',
    async () => {
      prepared += 1
      return 'two'
    },
    hand,
  )
  const other = inLine('b', async () => 'other', hand)
  await expect.poll(() => handed).toEqual(['other'])
  expect(prepared).toBe(2)
  slow.resolve('one')
  await expect.poll(() => handed).toEqual(['other', 'one', 'two'])
  stored.resolve()
  expect(await Promise.all([one, two, other])).toEqual(['one', 'two', 'other'])
})

test('a failure holds up nothing behind it', async () => {
  const inLine = createLines<string>()
  const results = await Promise.allSettled([
    inLine(
      'a',
      () => Promise.reject(new Error('not prepared')),
      async () => 1,
    ),
    inLine(
      'a',
      async () => 2,
      () => Promise.reject(new Error('not stored')),
    ),
    inLine(
      'a',
      async () => 3,
      async (value) => value,
    ),
  ])
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
    'Error: not prepared',
    'Error: not stored',
    3,
  ])
})
