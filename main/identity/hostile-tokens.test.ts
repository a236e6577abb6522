import { readFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '#shared/domain/verdict.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import { measured } from '../testing/endurance.ts'
import type { VerificationKey } from './check.ts'
import { corpusSettings, corpusTime, hostileTokens, keyNames } from './testing/hostile-tokens.ts'
import { publicKey, rfcPair, secretKey } from './testing/signing.ts'
import { checkToken, jwkKey, jwkOf, newSigner, writeToken } from './testing/tokens.ts'

const at = corpusTime * 1000
const { privateKey, pem } = rfcPair()
const keys = [publicKey(pem, { id: 'k1' })]

function expectNothingProven(verdict: Verdict): void {
  expect(Object.values(verdict.fields).filter(({ provenance }) => provenance === 'proven')).toEqual([])
}

describe('hostile tokens', () => {
  it('are never verified, each for its own reason', async () => {
    const rows = hostileTokens(privateKey)
    const wrong: unknown[] = []
    let refused = 0
    for (const { id, token, reason } of rows) {
      const verdict = await checkToken(token, keys, corpusSettings, at)
      if (reason === null ? verdict.status !== 'verified' : verdict.reason !== reason) {
        wrong.push([id, verdict.status, verdict.reason, reason])
      }
      if (reason === null) continue
      refused += 1
      expectNothingProven(verdict)
    }
    expect(wrong).toEqual([])
    expect(refused).toBeGreaterThan(150)
    expect(({} as { verified?: unknown }).verified).toBeUndefined()
    measured('hostile tokens', `${refused} refused for the expected reason, 0 verified`)
  })

  it('of the sample corpus are refused as well', async () => {
    const text = readFileSync(new URL('./vectors/jwt-hostile-sample.json', import.meta.url), 'utf8')
    const { tests } = JSON.parse(text) as { tests: { id: string; expect: string; token: string }[] }
    const verified: string[] = []
    for (const { id, token } of tests) {
      if ((await checkToken(token, keys, corpusSettings, at)).status === 'verified') verified.push(id)
    }
    // `__proto__` as a claim is inert: no object of ours has a prototype that it could reach.
    expect(verified).toEqual(['ok-basic', 'proto-claim'])
    measured('hostile tokens of the sample', `${tests.length - 2} refused, 1 inert, 1 honest`)
  })

  it('open no socket and no file, whatever key they name or bring along', async () => {
    const touched: string[] = []
    const restore = watch(touched)
    try {
      readFileSync(import.meta.filename)
      expect(touched.splice(0)).toContain('node:fs.readFileSync')
      for (const { id, token, reason } of hostileTokens(privateKey)) {
        if (!/^kid|^embedded/.test(id) || reason === null) continue
        expect((await checkToken(token, keys, corpusSettings, at)).status).toBe('failed')
      }
    } finally {
      restore()
    }
    expect(touched).toEqual([])
    measured(
      'names of keys and embedded keys',
      `${keyNames.length} and 12 refused, ${touched.length} sockets or files opened`,
    )
  })
})

/** Notes every use of the network and of files, until told to stop. */
function watch(touched: string[]): () => void {
  const require = createRequire(import.meta.url)
  const watched: [string, string[]][] = [
    ['node:net', ['connect', 'createConnection']],
    ['node:tls', ['connect']],
    ['node:http', ['request', 'get']],
    ['node:https', ['request', 'get']],
    ['node:dns', ['lookup']],
    ['node:fs', ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream']],
  ]
  const undo: (() => void)[] = []
  for (const [name, functions] of watched) {
    const module = require(name) as Record<string, unknown>
    for (const each of functions) {
      const original = module[each]
      module[each] = (...given: unknown[]) => {
        touched.push(`${name}.${each}`)
        return (original as (...given: unknown[]) => unknown)(...given)
      }
      undo.push(() => {
        module[each] = original
      })
    }
  }
  const fetchBefore = globalThis.fetch
  globalThis.fetch = (...given) => {
    touched.push('fetch')
    return fetchBefore(...given)
  }
  undo.push(() => {
    globalThis.fetch = fetchBefore
  })
  syncBuiltinESMExports()
  return () => {
    for (const each of undo) each()
    syncBuiltinESMExports()
  }
}

describe('times', () => {
  const day = 86_400
  const offsets = [-day, -3600, -600, -61, -60, -59, 0, 59, 60, 61, 600, 3600, day]

  it('are exact at 13 offsets from a day before to a day after', async () => {
    const judge = async (claims: object) =>
      (await checkToken(writeToken('ES256', privateKey, { sub: 'u-1', ...claims }), keys, {}, at)).reason
    const ends = []
    const begins = []
    for (const offset of offsets) {
      ends.push(await judge({ exp: corpusTime + offset }))
      begins.push(await judge({ nbf: corpusTime + offset, exp: corpusTime + 2 * day }))
      expect(await judge({ iat: corpusTime + offset, exp: corpusTime + 2 * day })).toBe(begins.at(-1))
    }
    // A token whose end is 60 s ago no longer counts; one that begins in 60 s already does (RFC 7519 §4.1.4 and §4.1.5).
    expect(ends).toEqual(offsets.map((offset) => (offset > -60 ? 'proof-matches' : 'proof-expired')))
    expect(begins).toEqual(offsets.map((offset) => (offset <= 60 ? 'proof-matches' : 'not-yet-valid')))
    measured('times of tokens', `${offsets.length} offsets of exp, nbf and iat, all exact`)
  })

  it('take the tolerance and the age of the channel', async () => {
    const token = writeToken('ES256', privateKey, { sub: 'u-1', iat: corpusTime - 100, exp: corpusTime - 5 })
    const judge = async (settings: object, own = token) => (await checkToken(own, keys, settings, at)).reason
    expect(await judge({ clockToleranceSeconds: 0 })).toBe('proof-expired')
    expect(await judge({ clockToleranceSeconds: 5 })).toBe('proof-expired')
    expect(await judge({ clockToleranceSeconds: 6 })).toBe('proof-matches')
    expect(await judge({ clockToleranceSeconds: -1 })).toBe('proof-expired')
    expect(await judge({ clockToleranceSeconds: Number.NaN })).toBe('proof-expired')
    const young = writeToken('ES256', privateKey, { sub: 'u-1', iat: corpusTime - 100, exp: corpusTime + 500 })
    expect(await judge({ maxAgeSeconds: 40 }, young)).toBe('proof-too-old')
    expect(await judge({ maxAgeSeconds: 41 }, young)).toBe('proof-matches')
    expect(await judge({ maxAgeSeconds: 100, clockToleranceSeconds: 0 }, young)).toBe('proof-too-old')
    expect(await judge({ maxAgeSeconds: 101, clockToleranceSeconds: 0 }, young)).toBe('proof-matches')
  })
})

describe('keys and algorithms', () => {
  const channels: { alg: TokenAlgorithm; sign: (claims: object) => string; key: VerificationKey }[] = []
  const hs = 'a secret of this test, long enough for HS512: 64 bytes are asked for.'
  for (const alg of ['ES256', 'ES384', 'RS256', 'EdDSA'] as const) {
    const signer = newSigner(alg)
    channels.push({ alg, sign: (claims) => writeToken(alg, signer, claims), key: jwkKey(jwkOf(signer)) })
  }
  channels.push({ alg: 'HS256', sign: (claims) => writeToken('HS256', hs, claims), key: secretKey(hs) })

  it('are never exchanged between five channels: only the diagonal is verified', async () => {
    const verified: string[] = []
    for (const from of channels) {
      for (const to of channels) {
        const token = from.sign({ sub: 'u-1', exp: corpusTime + 60 })
        const verdict = await checkToken(token, [to.key], { algorithms: channels.map(({ alg }) => alg) }, at)
        if (verdict.status === 'verified') verified.push(`${from.alg} ${to.alg}`)
        else expect(['algorithm-not-allowed', 'signature-mismatch']).toContain(verdict.reason)
      }
    }
    expect(verified).toEqual(channels.map(({ alg }) => `${alg} ${alg}`))
    const same = [newSigner('ES256'), newSigner('ES256'), newSigner('ES256'), newSigner('ES256'), newSigner('ES256')]
    let own = 0
    for (const from of same) {
      for (const to of same) {
        const token = writeToken('ES256', from, { sub: 'u-1', exp: corpusTime + 60 })
        const { reason } = await checkToken(token, [jwkKey(jwkOf(to))], {}, at)
        if (reason === 'proof-matches') own += 1
        else expect(reason).toBe('signature-mismatch')
      }
    }
    expect(own).toBe(5)
    measured(
      'five channels by five',
      'only the 5 of the diagonal verified, twice: of 5 algorithms and of 5 keys of one',
    )
  })
})

it('the sample corpus is strict JSON, as everything is that decides about trust', () => {
  const text = readFileSync(new URL('./vectors/jwt-hostile-sample.json', import.meta.url), 'utf8')
  const parsed = parseStrictJson(text, { maxCharacters: text.length })
  expect(parsed.ok && isJsonObject(parsed.value)).toBe(true)
})
