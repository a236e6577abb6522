import { expect, it } from 'vitest'
import { assuredBy, sentenceFor } from './sentences.ts'
import { assurances, reasonsByStatus, verdictStatuses } from './verdict.ts'

it('has one sentence of its own for every status and reason', () => {
  const sentences = verdictStatuses.flatMap((status) =>
    reasonsByStatus[status].map((reason) => sentenceFor(status, reason, { field: 'email' })),
  )
  expect(new Set(sentences).size).toBe(sentences.length)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][a-z ]+: [a-z].*\.$/)
})

it('names the proven field and the hosts of a borrowed login', () => {
  expect(sentenceFor('verified', 'proof-matches', { field: 'email', assurance: 'static-hash' })).toBe(
    'Verified: e-mail matched by a lasting hash of this site.',
  )
  expect(new Set([...assurances, null].map(assuredBy)).size).toBe(assurances.length + 1)
  const borrowed = { from: 'auth.example.com', on: 'example.zendesk.com' }
  expect(sentenceFor('verified', 'proof-borrowed', { field: 'id', borrowed })).toBe(
    'Verified: id proven, borrowed from auth.example.com on example.zendesk.com.',
  )
})
