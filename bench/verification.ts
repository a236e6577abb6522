import type { KeyObject } from 'node:crypto'
import { createHmac, createPublicKey, createSecretKey, generateKeyPairSync, sign, timingSafeEqual } from 'node:crypto'
import { compactVerify } from 'jose'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import type { CheckRequest, VerificationKey, Verify } from '../main/identity/check.ts'
import { nodePrimitives } from '../main/identity/primitives.ts'
import { createVerify, verify } from '../main/identity/verify.ts'
import type { Comparison, Contender } from './measure.ts'
import { compareRates } from './measure.ts'

const secret = createSecretKey(Buffer.from('bench-secret-of-thirty-two-bytes!'))
const hashOf = (value: string): string => createHmac('sha256', secret).update(value).digest('hex')

interface HashCase {
  scheme: SchemeName
  settings: SchemeSettings
  value: (index: number) => string
  identity: (value: string, hash: string) => unknown
}

const hashCases: HashCase[] = [
  {
    scheme: 'yourgpt',
    settings: {},
    value: (index) => `user-${index.toString().padStart(19, '0')}`,
    identity: (value, hash) => ({ ext_user_id: value, email: 'ann@example.com', user_hash: hash }),
  },
  {
    scheme: 'fernand',
    settings: {},
    value: (index) => `ann.lee.${index}@example.com`,
    identity: (value, hash) => ({ user: { name: 'Ann Lee', email: value, hash } }),
  },
  {
    scheme: 'pavior',
    settings: { teamVanityId: 'shop' },
    value: (index) => `ann.lee.${index}@example.com`,
    identity: (value, hash) => ({ teamVanityId: 'shop', doChat: true, email: value, hmac: hash }),
  },
]

const keyOf = (material: KeyObject, kind: VerificationKey['kind']): VerificationKey => ({
  id: 'key_bench',
  state: 'active',
  retiresAt: null,
  kind,
  material,
  fingerprint: 'ab'.repeat(32),
})

const request = (
  scheme: SchemeName,
  settings: SchemeSettings,
  key: VerificationKey,
  identity: unknown,
): CheckRequest => ({
  scheme,
  settings,
  keys: [key],
  keysAvailable: true,
  identity: JSON.stringify(identity),
  form: null,
  page: { origin: 'https://shop.example' },
  at: Date.UTC(2026, 0, 1),
})

const judge =
  (requests: CheckRequest[], engine: Verify = verify): Contender['run'] =>
  async (count) => {
    for (let index = 0; index < count; index++) {
      const verdict = await engine(requests[index % requests.length] as CheckRequest)
      if (verdict.status !== 'verified') throw new Error(`bench input was ${verdict.status}: ${verdict.reason}`)
    }
  }

/** Each vendor's whole check (parsing, priority, provenance, steps) against the bare cryptographic call. */
export async function benchVerification(rounds: number): Promise<Comparison[]> {
  const results: Comparison[] = []
  for (const { scheme, settings, value, identity } of hashCases) {
    const values = Array.from({ length: 512 }, (_, index) => value(index))
    const hashes = values.map(hashOf)
    const requests = values.map((text, index) =>
      request(scheme, settings, keyOf(secret, 'secret'), identity(text, hashes[index] as string)),
    )
    const raw = (count: number): void => {
      for (let index = 0; index < count; index++) {
        const at = index % values.length
        const digest = createHmac('sha256', secret)
          .update(values[at] as string)
          .digest()
        if (!timingSafeEqual(digest, Buffer.from(hashes[at] as string, 'hex'))) throw new Error('raw check failed')
      }
    }
    results.push(
      await compareRates(
        `${scheme}: verify / raw createHmac + timingSafeEqual`,
        { name: 'ours', run: judge(requests) },
        { name: 'raw', run: raw },
        { rounds, count: 20_000 },
      ),
    )
  }
  results.push(...(await benchTalkative(rounds)))
  return results
}

async function benchTalkative(rounds: number): Promise<Comparison[]> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const publicKey = createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }))
  const tokens = Array.from({ length: 512 }, (_, index) => {
    const header = Buffer.from('{"alg":"ES256"}').toString('base64url')
    const items = [{ label: 'Email', data: `ann.${index}@example.com`, type: 'string' }]
    const payload = Buffer.from(JSON.stringify(items)).toString('base64url')
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), {
      key: pair.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    return `${header}.${payload}.${signature.toString('base64url')}`
  })
  const requests = tokens.map((token) =>
    request('talkative', { identityLabels: { Email: 'email' } }, keyOf(publicKey, 'publicKey'), {
      signedInteractionData: token,
    }),
  )
  const bare = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      await compactVerify(tokens[index % tokens.length] as string, publicKey, { algorithms: ['ES256'] })
    }
  }
  const jose = { name: 'jose', run: bare }
  const cold = createVerify(nodePrimitives)
  return [
    await compareRates(
      'talkative, new token: verify / jose compactVerify',
      { name: 'ours', run: judge(requests, cold) },
      jose,
      { rounds, count: 1_000 },
    ),
    await compareRates(
      'talkative, token seen before: verify / jose compactVerify',
      { name: 'ours', run: judge(requests) },
      jose,
      { rounds, count: 1_000 },
    ),
  ]
}
