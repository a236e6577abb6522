import { describe, expect, it } from 'vitest'
import { placeIn } from './use-slash.ts'

describe('the place of a slash word', () => {
  const text = 'Hi. /good'
  const place = { start: 4, end: 9, front: 0, upToEnd: text }

  it.each([
    ['as it was', { text, front: 0 }, 4],
    ['with more typed behind it', { text: 'Hi. /good and', front: 0 }, 4],
    ['behind what came back', { text: 'Hello\nHi. /good', front: 6 }, 10],
    ['after a part before it was taken off', { text: '. /good', front: -2 }, 2],
  ])('is found %s', (_how, now, start) => {
    expect(placeIn(now, place)).toEqual({ start, end: start + 5 })
  })

  it.each([
    ['it is gone', { text: 'Hi.', front: 0 }],
    ['what stood before it was changed', { text: 'Ho. /good', front: 0 }],
    ['it was taken off itself', { text: 'good', front: -5 }],
    ['another one stands in its place', { text: 'Hello\nHi. /bad.', front: 6 }],
  ])('is none where %s', (_how, now) => {
    expect(placeIn(now, place)).toBeNull()
  })
})
