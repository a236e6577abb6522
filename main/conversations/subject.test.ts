import { describe, expect, test } from 'vitest'
import type { Provenance } from '#shared/domain/verdict.ts'
import { isAnotherSubject, provenSubject, subjectOf, titleOf } from './subject.ts'
import { verdictOf } from './testing/verdict-of.ts'

const naming = (field: string | null, values: Record<string, string>, provenance: Provenance = 'claimed') =>
  subjectOf({
    field,
    fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, provenance }])),
  })

describe('another subject', () => {
  test.each([
    ['the same e-mail', naming('email', { email: 'a@x' }), naming('email', { email: 'a@x' }), false],
    ['another e-mail', naming('email', { email: 'a@x' }), naming('email', { email: 'b@x' }), true],
    [
      'another spelling, which the proof tells apart',
      naming('email', { email: 'a@x' }),
      naming('email', { email: 'A@x' }),
      true,
    ],
    ['nobody after somebody', naming('email', { email: 'a@x' }), null, false],
    ['an id beside the same e-mail', naming('email', { email: 'a@x' }), naming('id', { id: '7', email: 'a@x' }), false],
    ['an id beside another e-mail', naming('email', { email: 'a@x' }), naming('id', { id: '7', email: 'b@x' }), true],
    ['an id alone', naming('email', { email: 'a@x' }), naming('id', { id: '7' }), true],
    ['the e-mail of an id', naming('id', { id: '7', email: 'a@x' }), naming('email', { email: 'a@x' }), false],
    [
      'another id with the same e-mail',
      naming('id', { id: '7', email: 'a@x' }),
      naming('id', { id: '8', email: 'a@x' }),
      true,
    ],
    [
      'another name only',
      naming('email', { email: 'a@x', name: 'A' }),
      naming('email', { email: 'a@x', name: 'B' }),
      false,
    ],
  ])('%s → %s', (_, before, now, expected) => {
    expect(isAnotherSubject(before, now)).toBe(expected)
  })
})

test('beside a proof of their own, an unsigned e-mail does not make a visitor the customer before', () => {
  const before = naming('email', { email: 'alice@x' }, 'proven')
  const now = subjectOf({
    field: 'ext_user_id',
    fields: {
      ext_user_id: { value: 'eve-666', provenance: 'proven' },
      email: { value: 'alice@x', provenance: 'claimed' },
    },
  })
  expect(isAnotherSubject(before, now)).toBe(true)
  expect(isAnotherSubject(naming('email', { email: 'alice@x' }), now)).toBe(false)
})

test('a name alone names nobody', () => {
  expect(naming(null, { name: 'Ada' })).toBeNull()
})

test('only the proven field of a verified verdict proves somebody', () => {
  expect(provenSubject(verdictOf())).toEqual({ field: 'email', value: 'ada@shop.example' })
  expect(provenSubject(verdictOf({ status: 'expired', reason: 'proof-expired' }))).toBeNull()
  expect(provenSubject(verdictOf({ field: 'id' }))).toBeNull()
})

test('the title prefers what is proven, and says where it comes from', () => {
  const fields = {
    email: { value: 'boss@shop.example', provenance: 'claimed' as const },
    id: { value: '7', provenance: 'proven' as const },
  }
  expect(titleOf(verdictOf({ field: 'id', fields }))).toEqual({ title: '7', provenance: 'proven' })
  expect(titleOf(verdictOf({ status: 'failed', reason: 'hash-mismatch', field: 'id', fields }))).toEqual({
    title: 'boss@shop.example',
    provenance: 'claimed',
  })
  expect(titleOf(verdictOf({ status: 'anonymous', reason: 'no-identity', field: null, fields: {} }))).toEqual({
    title: 'Anonymous visitor',
    provenance: 'none',
  })
})

test.each(['userId', 'user_id', 'externalId', 'external_id', 'identifier', 'reference_id', 'sub'])(
  'whoever is claimed as %s is somebody, though no proof of that is due',
  (name) => {
    expect(naming(null, { [name]: 'u-42' })).toMatchObject({ field: name, value: 'u-42' })
    expect(isAnotherSubject(naming(null, { [name]: 'u-42' }), naming(null, { [name]: 'u-43' }))).toBe(true)
  },
)
