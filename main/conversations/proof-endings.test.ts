import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import { createProofEnds } from './proof-ends.ts'

const minute = 60_000
const hour = 60 * minute
const year = 365 * 24 * hour
const start = Date.UTC(2026, 0, 5, 9)

beforeEach(() => void vi.useFakeTimers({ now: start }))
afterEach(() => void vi.useRealTimers())

/** A database of conversations that rest on proofs with an end. */
async function begin(standings: Record<string, number>) {
  const told: string[] = []
  let fails = 0
  let failed = 0
  const rows = () => Object.entries(standings).map(([id, validUntil]) => ({ id: id as ConversationId, validUntil }))
  const ends = createProofEnds({
    store: {
      read: async (_name: string, { after, until }: { after: number; until: number }) => {
        if (fails > 0) {
          fails -= 1
          failed += 1
          throw new Error('the disk is gone')
        }
        return rows().filter(({ validUntil }) => validUntil > after && validUntil <= until)
      },
    } as never,
    keyEnds: () => [],
    toVisitors: { dropAudience: () => {} },
    clock: Date.now,
    onChange: ({ conversationId }: ChangeEvent) => void (conversationId !== null && told.push(conversationId)),
  })
  await ends.start()
  return {
    ends,
    told,
    standings,
    failTimes: (times: number) => {
      fails = times
      failed = 0
    },
    failures: () => failed,
  }
}

test('what ends far from now is not held, and is told when it ends', async () => {
  const far = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`conv_far${index}`, start + 10 * year]))
  const desk = await begin({ ...far, conv_soon: start + 5 * minute, conv_later: start + 5 * hour })
  expect(desk.ends.held).toBe(1)
  await vi.advanceTimersByTimeAsync(5 * minute + 1)
  expect(desk.told).toEqual(['conv_soon'])
  await vi.advanceTimersByTimeAsync(4 * hour)
  expect([desk.told, desk.ends.held]).toEqual([['conv_soon'], 1])
  await vi.advanceTimersByTimeAsync(55 * minute + 1)
  expect([desk.told, desk.ends.held]).toEqual([['conv_soon', 'conv_later'], 0])
  desk.ends.close()
})

test('a message that came with a proof is held where it ends soon, and found again where it does not', async () => {
  const desk = await begin({})
  const stands = (id: string, validUntil: number) => {
    desk.standings[id] = validUntil
    desk.ends.stands(id as ConversationId, validUntil)
  }
  stands('conv_soon', start + minute)
  stands('conv_far', start + 10 * year)
  stands('conv_later', start + 4 * hour)
  expect(desk.ends.held).toBe(1)
  // The next message of it brings one that lasts: what was held is let go.
  stands('conv_soon', start + 20 * year)
  expect(desk.ends.held).toBe(0)
  await vi.advanceTimersByTimeAsync(4 * hour + 1)
  expect(desk.told).toEqual(['conv_later'])
  desk.ends.close()
})

test('what ended while the machine slept is told when it wakes', async () => {
  const desk = await begin({ conv_soon: start + minute, conv_night: start + 7 * hour })
  vi.setSystemTime(start + 10 * hour)
  await vi.advanceTimersByTimeAsync(31_000)
  await vi.advanceTimersByTimeAsync(31_000)
  expect(desk.told.toSorted()).toEqual(['conv_night', 'conv_soon'])
  desk.ends.close()
})

test('a database that cannot be read for a while loses no end', async () => {
  const desk = await begin({ conv_later: start + 3 * hour })
  desk.failTimes(1_000)
  await vi.advanceTimersByTimeAsync(2 * hour)
  // Tried again and again, and not without a pause.
  expect(desk.failures()).toBeGreaterThan(10)
  expect(desk.failures()).toBeLessThan(200)
  desk.failTimes(0)
  await vi.advanceTimersByTimeAsync(3 * hour)
  expect(desk.told).toEqual(['conv_later'])
  desk.ends.close()
})
