import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { quarterHour } from '#shared/domain/insights.ts'
import { daysOf } from './days.ts'

const hour = 3_600_000
const before = process.env['TZ']
const inZone = (zone: string) => {
  beforeAll(() => {
    process.env['TZ'] = zone
  })
  afterAll(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })
}
const lengths = (from: string, to: string) =>
  daysOf({ from, to }, 0).map(({ date, start, end }) => [date, (end - start) / hour])
const problem = (words: string) =>
  expect.objectContaining({ name: 'ProblemError', code: 'input-invalid', message: expect.stringContaining(words) })

describe('in Berlin', () => {
  inZone('Europe/Berlin')

  test('the day on which clocks go forward has 23 hours, and the one on which they go back 25', () => {
    expect(lengths('2026-03-28', '2026-03-30')).toEqual([
      ['2026-03-28', 24],
      ['2026-03-29', 23],
      ['2026-03-30', 24],
    ])
    expect(lengths('2026-10-24', '2026-10-26')).toEqual([
      ['2026-10-24', 24],
      ['2026-10-25', 25],
      ['2026-10-26', 24],
    ])
  })

  test('days follow on without a gap, and the last one holds now', () => {
    const now = Date.UTC(2026, 3, 2, 22, 30)
    const days = daysOf({ days: 90 }, now)
    expect(days).toHaveLength(90)
    // Half past midnight in Berlin.
    expect(days.at(-1)?.date).toBe('2026-04-03')
    expect(days.at(-1)?.start).toBeLessThanOrEqual(now)
    expect(days.at(-1)?.end).toBeGreaterThan(now)
    for (const [index, { start }] of days.entries()) if (index > 0) expect(start).toBe(days[index - 1]?.end)
  })

  test('one day is today, and a year of 366 days is the longest', () => {
    expect(daysOf({ days: 1 }, Date.UTC(2026, 6, 1, 12))).toMatchObject([{ date: '2026-07-01' }])
    expect(daysOf({ from: '2024-01-01', to: '2024-12-31' }, 0)).toHaveLength(366)
    expect(() => daysOf({ from: '2024-01-01', to: '2025-01-01' }, 0)).toThrow(problem('366 days'))
  })

  test('what is no date, or no period, is refused with a sentence', () => {
    for (const from of ['2026-02-29', '2026-13-01', '26-01-01', '1999-01-01', 'yesterday', '', null, undefined]) {
      expect(() => daysOf({ from, to: '2026-03-01' }, 0)).toThrow(problem('as dates'))
    }
    expect(() => daysOf({ from: '2026-03-02', to: '2026-03-01' }, 0)).toThrow(problem('ends before it begins'))
  })
})

describe('in Beirut, where clocks go forward at midnight', () => {
  inZone('Asia/Beirut')

  test('the day begins at one o’clock and has 23 hours', () => {
    expect(lengths('2026-03-28', '2026-03-30')).toEqual([
      ['2026-03-28', 24],
      ['2026-03-29', 23],
      ['2026-03-30', 24],
    ])
  })
})

describe.each(['Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns', 'UTC'])(
  'in %s',
  (zone) => {
    inZone(zone)

    test('every day of a year begins with a quarter of an hour', () => {
      const days = daysOf({ from: '2026-01-01', to: '2026-12-31' }, 0)
      expect(days).toHaveLength(365)
      expect(days.filter(({ start }) => start % quarterHour !== 0)).toEqual([])
    })
  },
)

describe('in Samoa, which left a day out', () => {
  inZone('Pacific/Apia')

  test('the day has a name and nothing in it', () => {
    expect(lengths('2011-12-29', '2011-12-31')).toEqual([
      ['2011-12-29', 24],
      ['2011-12-30', 0],
      ['2011-12-31', 24],
    ])
  })
})
