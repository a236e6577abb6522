import { expect, it } from 'vitest'
import { createAttempts } from './attempt.ts'

it('keeps the id while the content is the same, and takes a new one after it was sent', () => {
  let count = 0
  const attempts = createAttempts(() => `id-${++count}`)
  expect(attempts.idFor('hello')).toBe('id-1')
  expect(attempts.idFor('hello')).toBe('id-1')
  expect(attempts.idFor('hello!')).toBe('id-2')
  attempts.done()
  expect(attempts.idFor('hello!')).toBe('id-3')
})
