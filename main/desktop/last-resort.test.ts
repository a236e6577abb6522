import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { closeWithin, mayGoOnAfter } from './last-resort.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const withCode = (code: unknown) => Object.assign(new Error('x'), { code })

test.each(['ECONNRESET', 'EPIPE', 'ERR_INVALID_URL', 'HPE_INVALID_METHOD', 'WS_ERR_INVALID_OPCODE'])(
  'goes on after %s',
  (code) => expect(mayGoOnAfter(withCode(code))).toBe(true),
)

test.each([withCode('EACCES'), withCode('SQLITE_CORRUPT'), withCode(1), new TypeError('x'), 'ECONNRESET', null])(
  'closes after anything else: %s',
  (error) => expect(mayGoOnAfter(error)).toBe(false),
)

test('closing is waited for, its failure told, and no longer than its limit', async () => {
  const told: string[] = []
  const report = (error: unknown) => void told.push((error as Error).message)
  await closeWithin(async () => {}, 10_000, report)
  await closeWithin(() => Promise.reject(new Error('no disk')), 10_000, report)
  expect(vi.getTimerCount()).toBe(0)
  const hanging = closeWithin(() => new Promise(() => {}), 10_000, report)
  await vi.advanceTimersByTimeAsync(9_999)
  expect(told).toEqual(['no disk'])
  await vi.advanceTimersByTimeAsync(1)
  await hanging
  expect(told).toEqual(['no disk', 'closing took too long'])
})
