import { expect, test } from 'vitest'
import { firstReplyTimes } from './first-reply-times.ts'

test.each([
  { waits: [], begun: 0, expected: { answered: 0, unanswered: 0, median: null, ninetieth: null } },
  { waits: [], begun: 3, expected: { answered: 0, unanswered: 3, median: null, ninetieth: null } },
  { waits: [7], begun: 1, expected: { answered: 1, unanswered: 0, median: 7, ninetieth: 7 } },
  { waits: [9, 1], begun: 4, expected: { answered: 2, unanswered: 2, median: 1, ninetieth: 9 } },
  { waits: [30, 10, 20], begun: 3, expected: { answered: 3, unanswered: 0, median: 20, ninetieth: 30 } },
  {
    waits: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    begun: 10,
    expected: { answered: 10, unanswered: 0, median: 5, ninetieth: 9 },
  },
  {
    waits: [100, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    begun: 11,
    expected: { answered: 11, unanswered: 0, median: 6, ninetieth: 10 },
  },
])('of $waits', ({ waits, begun, expected }) => {
  expect(firstReplyTimes(waits, begun)).toEqual(expected)
})
