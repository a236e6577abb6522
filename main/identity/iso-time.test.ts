import { describe, expect, it } from 'vitest'
import { readIsoTime } from './iso-time.ts'

describe('times', () => {
  it('reads real times with a zone, and no other', () => {
    expect(readIsoTime('2026-01-31T12:00:00Z')).toBe(Date.UTC(2026, 0, 31, 12))
    expect(readIsoTime('2028-02-29T00:00+01:30')).toBe(Date.UTC(2028, 1, 28, 22, 30))
    expect(readIsoTime('2026-01-01T00:00:00.123456789-00:00')).toBe(Date.UTC(2026, 0, 1, 0, 0, 0, 123))
    for (const text of [
      '2026-02-31T00:00:00Z',
      '2026-02-29T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:60Z',
      '2026-01-01T00:00:00+24:00',
      '2026-01-01T00:00:00+00:60',
      '2026-01-01T00:00:00',
      '2026-01-01',
      '',
    ]) {
      expect([text, readIsoTime(text)]).toEqual([text, null])
    }
  })
})
