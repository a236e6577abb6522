import { describe, expect, it } from 'vitest'
import { vectorCases } from './testing/published-vectors.ts'
import { check, hintCodesOf, publicKey, secretKey } from './testing/signing.ts'

const cases = vectorCases()

describe('published and computed vectors of the vendors', () => {
  it('covers 9 hashes, 11 near misses, 2 wrong encodings and 2 tokens', () => {
    expect(cases).toHaveLength(24)
  })

  it.each(cases.map((entry) => [entry.line.id, entry] as const))('%s', async (_id, { line, expected, hint }) => {
    const keys = line.keys.map((key) => (key.secret ? secretKey(key.secret) : publicKey(key.publicKeyPem ?? '')))
    const verdict = await check({ scheme: line.scheme, identity: line.identity, settings: line.settings, keys })
    expect({ status: verdict.status, reason: verdict.reason, field: verdict.field }).toEqual(expected)
    if (hint !== null) expect(hintCodesOf(verdict)).toContain(hint)
  })
})
