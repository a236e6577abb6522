import { expect, it } from 'vitest'
import { sentenceFor } from './sentences.ts'
import { reasonsByStatus, verdictStatuses } from './verdict.ts'

it('has one sentence of its own for every status and reason', () => {
  const sentences = verdictStatuses.flatMap((status) =>
    reasonsByStatus[status].map((reason) => sentenceFor(status, reason, { field: 'email' })),
  )
  expect(new Set(sentences).size).toBe(sentences.length)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][a-z ]+: [a-z].*\.$/)
})

it('names the proven field and the hosts of a borrowed login', () => {
  expect(sentenceFor('verified', 'proof-matches', { field: 'email' })).toBe('Verified: e-mail proven by this site.')
  const borrowed = { from: 'auth.example.com', on: 'example.zendesk.com' }
  expect(sentenceFor('verified', 'proof-borrowed', { field: 'id', borrowed })).toBe(
    'Verified: id proven, borrowed from auth.example.com on example.zendesk.com.',
  )
})
