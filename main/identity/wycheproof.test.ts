import type { KeyObject } from 'node:crypto'
import { createSecretKey, verify as verifySignature, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import { tokenAlgorithms } from '#shared/vendors/vendor.ts'
import { measured } from '../testing/endurance.ts'
import type { VerificationKey } from './check.ts'
import { decodeDigest } from './decode.ts'
import { importJwk } from './import-jwk.ts'
import { importPublicKeyDer } from './import-key.ts'
import { nodePrimitives } from './primitives.ts'
import { checkToken, isSignatureRight, jwkSetKeys } from './testing/tokens.ts'

interface Row {
  tcId: number
  result: 'valid' | 'invalid' | 'acceptable'
}

interface Group<Test extends Row> {
  tests: Test[]
}

function load<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`./vectors/wycheproof/${name}.json`, import.meta.url), 'utf8')) as Shape
}

type JwsRow = Row & { jws: unknown }
type JwsGroup = Group<JwsRow> & { public?: JsonObject; private: JsonObject }

/**
 * Keys of a group as the console takes them in. What the import refuses is no key of the channel; the sets that it refuses
 * whole are given key by key as well, since that is how somebody could add them.
 */
function keysOf(group: JwsGroup): VerificationKey[][] {
  const given = group.public ?? group.private
  const keys = Array.isArray(given['keys']) ? given['keys'].filter(isJsonObject) : [given]
  const oneByOne = keys.flatMap((jwk, index) => {
    const imported = importJwk(jwk)
    return imported.ok ? [{ id: `key_${index}`, state: 'active' as const, retiresAt: null, ...imported.key }] : []
  })
  return [jwkSetKeys({ keys }), oneByOne]
}

/** Both ways of adding the keys have to give the same answer. */
async function isAccepted(jws: unknown, group: JwsGroup, algorithms?: (typeof tokenAlgorithms)[number][]) {
  const settings = algorithms === undefined ? {} : { algorithms }
  const answers = []
  for (const keys of keysOf(group)) answers.push(isSignatureRight(await checkToken(jws, keys, settings)))
  return answers.some(Boolean) === answers.every(Boolean) ? answers[0] === true : 'both'
}

const adjudicated = load<{ json_web_signature: Record<string, { result: string; expect: string; why: string }> }>(
  'adjudication',
).json_web_signature

const { subtle } = webcrypto
const webKeyOf = (key: KeyObject) => key.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])

const counts = { hmac: 0, ecdsa: 0, jws: 0, jwk: 0, crypto: 0 }

describe('Wycheproof through the engine', () => {
  it('HMAC-SHA256: 174 rows, full digests judged and truncated ones refused', () => {
    type Test = Row & { key: string; msg: string; tag: string }
    const { testGroups } = load<{ testGroups: (Group<Test> & { tagSize: number })[] }>('hmac_sha256_test')
    const wrong: number[] = []
    for (const { tests, tagSize } of testGroups) {
      for (const { tcId, key, msg, tag, result } of tests) {
        counts.hmac += 1
        const digest = decodeDigest(tag, 'hex', 'sha256')
        const expected = nodePrimitives.hmac(
          'sha256',
          createSecretKey(Buffer.from(key, 'hex')),
          Buffer.from(msg, 'hex'),
        )
        const accepted = digest !== null && nodePrimitives.equalBytes(expected, digest)
        if (accepted !== (result === 'valid' && tagSize === 256)) wrong.push(tcId)
      }
    }
    expect([counts.hmac, wrong]).toEqual([174, []])
  })

  it('ECDSA P-256 (P1363): 262 rows, with keys as the import takes them', async () => {
    type Test = Row & { msg: string; sig: string }
    const { testGroups } = load<{ testGroups: (Group<Test> & { publicKeyDer: string })[] }>(
      'ecdsa_secp256r1_sha256_p1363_test',
    )
    const wrong: number[] = []
    for (const { tests, publicKeyDer } of testGroups) {
      const imported = importPublicKeyDer(Buffer.from(publicKeyDer, 'hex'), 'token')
      for (const { tcId, msg, sig, result } of tests) {
        counts.ecdsa += 1
        if (!imported.ok) {
          if (result === 'valid') wrong.push(tcId)
          continue
        }
        // These rows sign bare messages, which no compact JWS is: they are given to what jose calls, and to Node's own.
        const { material: key } = imported.key
        const [message, signature] = [Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex')]
        const asJoseDoes = await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, webKeyOf(key), signature, message)
        const asNodeDoes = verifySignature('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
        const accepted = asJoseDoes === asNodeDoes ? asJoseDoes : 'both'
        if (accepted !== (result === 'valid')) wrong.push(tcId)
      }
    }
    expect([counts.ecdsa, wrong]).toEqual([262, []])
  })

  it('JWS: 401 rows, 393 by their own label and 8 as adjudicated, with every algorithm allowed', async () => {
    const { testGroups } = load<{ testGroups: JwsGroup[] }>('json_web_signature_test')
    const wrong: number[] = []
    const differing: string[] = []
    for (const group of testGroups) {
      for (const { tcId, jws, result } of group.tests) {
        const accepted = await isAccepted(jws, group, [...tokenAlgorithms])
        const other = adjudicated[tcId]
        if (other === undefined) counts.jws += 1
        else expect([tcId, other.result, other.why.length > 0]).toEqual([tcId, result, true])
        if (accepted !== (other === undefined ? result === 'valid' : other.expect === 'accept')) wrong.push(tcId)
        if (accepted !== (result === 'valid')) differing.push(String(tcId))
      }
    }
    expect([counts.jws, wrong]).toEqual([393, []])
    // A ninth row that we see otherwise than its label, or one less, is a change that somebody has to look at.
    expect(differing.toSorted()).toEqual(['346', '347', '350', '351', '367', '370', '372', '373'])
    expect(Object.keys(adjudicated).toSorted()).toEqual(differing.toSorted())
  })

  it('JWS: 401 rows with HS256 and ES256 alone, as a channel has it that says nothing', async () => {
    const { testGroups } = load<{ testGroups: JwsGroup[] }>('json_web_signature_test')
    const wrong: number[] = []
    let valid = 0
    for (const group of testGroups) {
      const { alg, use } = group.public ?? group.private
      const isInProfile = use === 'sig' && (alg === 'ES256' || alg === 'HS256')
      for (const { tcId, jws, result } of group.tests) {
        const label = adjudicated[tcId]?.expect ?? (result === 'valid' ? 'accept' : 'reject')
        const expected = isInProfile && label === 'accept'
        if (expected) valid += 1
        if ((await isAccepted(jws, group)) !== expected) wrong.push(tcId)
      }
    }
    expect([valid, wrong]).toEqual([12, []])
  })

  it('JWK: 26 rows, weak and misused keys among them', async () => {
    const { testGroups } = load<{ testGroups: JwsGroup[] }>('json_web_key_test')
    const wrong: number[] = []
    for (const group of testGroups) {
      for (const { tcId, jws, result } of group.tests) {
        counts.jwk += 1
        if ((await isAccepted(jws, group, [...tokenAlgorithms])) !== (result === 'valid')) wrong.push(tcId)
      }
    }
    expect([counts.jwk, wrong]).toEqual([26, []])
  })

  it('JWS of json_web_crypto: 48 rows, and one in another serialisation', async () => {
    const { testGroups } = load<{ testGroups: JwsGroup[] }>('json_web_crypto_test')
    const wrong: number[] = []
    for (const group of testGroups) {
      for (const { tcId, jws, result } of group.tests) {
        if (jws === undefined) continue
        if (typeof jws === 'string') counts.crypto += 1
        if ((await isAccepted(jws, group, [...tokenAlgorithms])) !== (result === 'valid')) wrong.push(tcId)
      }
    }
    expect([counts.crypto, wrong]).toEqual([48, []])
  })

  it('is 903 rows in all', () => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
    expect(total).toBe(903)
    measured('Wycheproof', `${total} judged, 0 wrong, 8 adjudicated upstream label errors`)
  })
})
