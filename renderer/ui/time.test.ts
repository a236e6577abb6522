import { expect, it } from 'vitest'
import { clockTime } from './time.tsx'

it('a clock names the day that is not today, and the year that is another one', () => {
  const now = new Date(2026, 5, 15, 12, 0).getTime()
  expect(clockTime(new Date(2026, 5, 15, 14, 2).getTime(), now)).toBe('14:02')
  expect(clockTime(new Date(2026, 5, 16, 14, 2).getTime(), now)).toBe('16 Jun 14:02')
  expect(clockTime(new Date(2036, 5, 12, 14, 2).getTime(), now)).toBe('12 Jun 2036 14:02')
})
