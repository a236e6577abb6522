import { expect, it } from 'vitest'
import { measured } from '../../main/testing/endurance.ts'
import { lookalikeKey, mixesScripts } from './lookalike.ts'
import { honestValues } from './testing/honest-values.ts'
import { lookalikePairs } from './testing/lookalike-pairs.ts'

it('finds lookalikes, and leaves honest names of the world alone', () => {
  expect(lookalikePairs).toHaveLength(50)
  const missed = lookalikePairs.filter(([field, fake, real]) => lookalikeKey(field, fake) !== lookalikeKey(field, real))

  expect(honestValues.length).toBeGreaterThanOrEqual(200)
  const owners = new Map<string, string>()
  const warned = honestValues.filter(([field, value]) => {
    const key = `${field} ${lookalikeKey(field, value)}`
    const owner = owners.get(key)
    owners.set(key, value)
    return owner !== undefined || mixesScripts(value)
  })
  measured(
    'lookalikes',
    `${50 - missed.length} of 50 pairs found, ${warned.length} false warnings over ${honestValues.length} honest values`,
  )
  expect(missed.length, JSON.stringify(missed)).toBeLessThanOrEqual(2)
  expect(warned.length, JSON.stringify(warned)).toBeLessThanOrEqual(2)
})
