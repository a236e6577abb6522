import type { JsonWebKey } from 'node:crypto'
import { createPublicKey, createSecretKey, verify as verifySignature } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { VerificationKey } from './check.ts'
import { decodeDigest } from './decode.ts'
import type { Context } from './finding.ts'
import { importPublicKeyDer } from './import-key.ts'
import { nodePrimitives } from './primitives.ts'
import { judgeToken, openToken } from './signed-token.ts'
import { noon } from './testing/signing.ts'

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

describe('Wycheproof through the engine', () => {
  it('HMAC-SHA256: 174 rows, full digests judged and truncated ones refused', () => {
    type Test = Row & { key: string; msg: string; tag: string }
    const { testGroups } = load<{ testGroups: (Group<Test> & { tagSize: number })[] }>('hmac_sha256_test')
    const wrong: number[] = []
    let judged = 0
    for (const { tests, tagSize } of testGroups) {
      for (const { tcId, key, msg, tag, result } of tests) {
        judged += 1
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
    expect([judged, wrong]).toEqual([174, []])
  })

  it('ECDSA P-256 (P1363): 262 rows, with keys as the import takes them', () => {
    type Test = Row & { msg: string; sig: string }
    const { testGroups } = load<{ testGroups: (Group<Test> & { publicKeyDer: string })[] }>(
      'ecdsa_secp256r1_sha256_p1363_test',
    )
    const wrong: number[] = []
    let judged = 0
    for (const { tests, publicKeyDer } of testGroups) {
      const imported = importPublicKeyDer(Buffer.from(publicKeyDer, 'hex'))
      for (const { tcId, msg, sig, result } of tests) {
        judged += 1
        const accepted =
          imported.ok &&
          verifySignature(
            'sha256',
            Buffer.from(msg, 'hex'),
            { key: imported.key.material, dsaEncoding: 'ieee-p1363' },
            Buffer.from(sig, 'hex'),
          )
        if (accepted !== (result === 'valid')) wrong.push(tcId)
      }
    }
    expect([judged, wrong]).toEqual([262, []])
  })

  it('JWS: 401 rows against ES256 alone; every other algorithm is refused', async () => {
    type Test = Row & { jws: string }
    type JwsGroup = Group<Test> & { public?: JsonWebKey & { alg?: string; use?: string }; comment: string }
    const { testGroups } = load<{ testGroups: JwsGroup[] }>('json_web_signature_test')
    const wrong: number[] = []
    let judged = 0
    let es256 = 0
    for (const { tests, public: jwk } of testGroups) {
      const inProfile = jwk?.kty === 'EC' && jwk['crv'] === 'P-256' && jwk.alg === 'ES256' && jwk.use !== 'enc'
      const material = inProfile ? createPublicKey({ key: jwk, format: 'jwk' }) : null
      for (const { tcId, jws, result } of tests) {
        judged += 1
        if (inProfile) es256 += 1
        const opening = openToken(jws, ['ES256'])
        // Without a key of ours there is nothing to verify with: only the gate is asked, and has to refuse.
        const accepted =
          opening.ok && material !== null && (await judgeToken(opening.opened, contextOf(material, jwk))).ok
        const expected = inProfile && result === 'valid'
        if (accepted !== expected) wrong.push(tcId)
      }
    }
    expect([judged, es256, wrong]).toEqual([401, 39, []])
  })
})

function contextOf(material: VerificationKey['material'], jwk: JsonWebKey | undefined): Context {
  const id = typeof jwk?.['kid'] === 'string' ? jwk['kid'] : 'key_one'
  const key: VerificationKey = {
    id,
    state: 'active',
    retiresAt: null,
    kind: 'publicKey',
    material,
    fingerprint: '0000',
  }
  return {
    scheme: 'talkative',
    settings: {},
    usable: [key],
    retired: [],
    originHost: null,
    conversationId: null,
    at: noon,
    primitives: nodePrimitives,
  }
}
