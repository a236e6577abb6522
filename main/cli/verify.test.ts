import { spawn } from 'node:child_process'
import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { vectorCases } from '../identity/testing/published-vectors.ts'
import { hashOf, item, newPair, tokenOf } from '../identity/testing/signing.ts'
import { jwkOf, newSigner, writeToken } from '../identity/testing/tokens.ts'
import { verify } from '../identity/verify.ts'
import { readCase } from './verify-line.ts'

const pemOf = (key: KeyObject) => createPublicKey(key).export({ format: 'pem', type: 'spki' }) as string

const program = fileURLToPath(new URL('./verify.ts', import.meta.url))

interface Answer {
  id?: string
  status?: string
  reason?: string
  line?: number
  error?: string
  [member: string]: unknown
}

async function run(
  input: string | Uint8Array,
): Promise<{ status: number | null; answers: Answer[]; problems: string }> {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let problems = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problems += text))
  child.stdin.end(input)
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const answers = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer)
  return { status, answers, problems }
}

const secret = 'a-long-secret-of-this-test-only'
const good = {
  id: 'good',
  scheme: 'fernand',
  keys: [{ id: 'k1', secret }],
  settings: {},
  identity: { user: { name: 'Ann', email: 'ann@example.com', hash: hashOf(secret, 'ann@example.com') } },
}

it('a file that is named is refused in words, since it would not be read', async () => {
  const child = spawn(process.execPath, [program, 'cases.ndjson'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  expect({ status, said }).toEqual({ status: 2, said: expect.stringContaining('npm run verify < cases.ndjson') })
})

describe('the command line', () => {
  it('gives the expected verdict for every vector of the four vendors', async () => {
    const cases = vectorCases()
    const { status, answers, problems } = await run(cases.map(({ line }) => JSON.stringify(line)).join('\n'))
    expect([status, problems]).toEqual([0, ''])
    expect(answers.map(({ id, status: verdict, reason, field }) => ({ id, status: verdict, reason, field }))).toEqual(
      cases.map(({ line, expected }) => ({ id: line.id, ...expected })),
    )
  })

  it('writes exactly the promised members', async () => {
    const { answers } = await run(JSON.stringify(good))
    expect(answers).toEqual([
      {
        id: 'good',
        status: 'verified',
        reason: 'proof-matches',
        field: 'email',
        keyId: 'k1',
        fields: {
          name: { value: 'Ann', provenance: 'claimed' },
          email: { value: 'ann@example.com', provenance: 'proven' },
        },
        hints: [],
      },
    ])
    expect(Object.keys(answers[0] ?? {})).toEqual(['id', 'status', 'reason', 'field', 'keyId', 'fields', 'hints'])
  })

  it('names each unreadable line, judges the others and exits with 2', async () => {
    const pem = newPair().pem
    const privatePem = newPair().privateKey.export({ format: 'pem', type: 'sec1' }).toString()
    const bad: unknown[] = [
      { ...good, scheme: 'other' },
      { ...good, scheme: '__proto__' },
      { ...good, keys: undefined },
      { ...good, keys: [{ id: 'k1', secret: '' }] },
      { ...good, keys: [{ id: 'k1', publicKeyPem: pem }] },
      { ...good, keys: [{ id: 'k1', secret: privatePem }] },
      { ...good, keys: [{ secret }] },
      {
        ...good,
        keys: [
          { id: 'k1', secret },
          { id: 'k1', secret },
        ],
      },
      { ...good, scheme: 'talkative', keys: [{ id: 'k1', secret }] },
      { ...good, scheme: 'talkative', keys: [{ id: 'k1', publicKeyPem: privatePem }] },
      { ...good, scheme: 'talkative', keys: [{ id: 'k1', publicKeyPem: 'hidden-value' }] },
      { ...good, settings: { sharedAuthenticationDomains: 'x' } },
      { ...good, settings: { identityLabels: { Email: 7 } } },
      { ...good, page: 'https://example.com' },
      { ...good, at: 'yesterday' },
      { ...good, at: '2026-02-31T00:00:00Z' },
      { ...good, keys: [{ id: 'k1', secret, retiresAt: '2026-04-31T00:00:00Z' }] },
      { ...good, keys: [{ id: 'k1', secret: privatePem.split('\n').slice(1, -2).join('') }] },
      { ...good, id: {} },
    ]
    const lines = ['nonsense', '[]', `{"id":"x","id":"y"}`, ...bad.map((line) => JSON.stringify(line))]
    const text = `${lines.join('\n')}\n${JSON.stringify(good)}\n`
    const { status, answers, problems } = await run(text)
    expect([status, problems]).toEqual([2, ''])
    expect(answers.slice(0, -1).map((answer) => [Object.keys(answer), answer.line])).toEqual(
      lines.map((_line, index) => [['line', 'error'], index + 1]),
    )
    expect(answers.at(-1)?.status).toBe('verified')
    const said = JSON.stringify(answers.slice(0, -1))
    for (const hidden of [
      secret,
      'hidden-value',
      privatePem.split('\n')[1] ?? '-',
      hashOf(secret, 'ann@example.com'),
    ]) {
      expect(said).not.toContain(hidden)
    }
  })

  it('tolerates a byte order mark, CRLF and empty lines, and counts every line', async () => {
    const { status, answers } = await run(
      `\ufeff${JSON.stringify(good)}\r\n\r\n  \nnonsense\r\n${JSON.stringify(good)}`,
    )
    expect([status, answers.map(({ status: verdict, line }) => verdict ?? line)]).toEqual([
      2,
      ['verified', 4, 'verified'],
    ])
    expect(await run('')).toEqual({ status: 0, answers: [], problems: '' })
  })

  it('bounds a line, and refuses bytes that are no UTF-8', async () => {
    const long = Buffer.alloc(3 * 1_048_576, 0x20)
    const input = Buffer.concat([long, Buffer.from('\n'), Buffer.of(0xff, 0x0a), Buffer.from(JSON.stringify(good))])
    const { status, answers } = await run(input)
    expect([status, answers.map(({ status: verdict, line }) => verdict ?? line)]).toEqual([2, [1, 2, 'verified']])
  })

  it('judges an identity with mistakes in it as the console would', async () => {
    const identity = '{"email":"ann@example.com","email":"eve@example.com","hash":"00"}'
    const text = JSON.stringify({ ...good, identity: 'HERE' }).replace('"HERE"', identity)
    const { status, answers } = await run(text)
    expect([status, answers[0]?.status, answers[0]?.reason]).toEqual([0, 'failed', 'payload-malformed'])
  })

  it('takes the state of a key and the kind of app from the line', async () => {
    const secret = 'a-secret-of-this-test-of-32-bytes'
    const identity = { user_id: 'u-1', user_hash: hashOf(secret, 'u-1') }
    const line = (key: object, page: object) =>
      JSON.stringify({
        id: '1',
        scheme: 'intercom',
        keys: [{ id: 'k1', secret, ...key }],
        settings: {},
        identity,
        page,
      })
    const reasonOf = async (key: object, page: object) => {
      const read = readCase(line(key, page), 0)
      return read.ok ? (await verify(read.value.request)).reason : read.error
    }
    expect(await reasonOf({ platform: 'ios' }, { platform: 'ios' })).toBe('proof-matches')
    expect(await reasonOf({ platform: 'ios' }, {})).toBe('proof-matches')
    expect(await reasonOf({ platform: 'ios' }, { platform: 'web' })).toBe('no-key')
    expect(await reasonOf({ state: 'retired' }, {})).toBe('key-retired')
    expect(await reasonOf({ compromised: true }, {})).toBe('key-compromised')
    expect(await reasonOf({ state: 'new' }, {})).toBe('keys[0].state must be active, retiring or retired.')
    expect(await reasonOf({}, { platform: 'fridge' })).toBe('page.platform must be one of web, ios, android.')
  })

  it('takes page, time and retired keys from the line', async () => {
    const pair = newPair()
    const payload = [item('Email', 'ann@example.com'), item('expires_at', '2026-01-01T00:00:00Z')]
    const talkative = {
      scheme: 'talkative',
      keys: [{ id: 'p1', publicKeyPem: pair.pem }],
      settings: { identityLabels: { Email: 'email' } },
      identity: { signedInteractionData: tokenOf(pair, payload) },
    }
    const pavior = {
      scheme: 'pavior',
      keys: [{ id: 'k1', secret }],
      settings: {
        teamVanityId: 'acme',
        primaryAuthenticationDomain: 'auth.example.com',
        sharedAuthenticationDomains: ['example.zendesk.com'],
      },
      identity: { teamVanityId: 'acme', id: '42', hmac: hashOf(secret, '42'), shareAuth: 'auth.example.com' },
    }
    const retiring = [{ id: 'k1', secret, retiresAt: '2026-01-01T00:00:00Z' }]
    const lines = [
      { ...talkative, id: 'early', at: '2025-12-31T23:00:00Z' },
      { ...talkative, id: 'late', at: '2026-01-01T00:02:00+00:00' },
      { ...pavior, id: 'listed', page: { origin: 'https://example.zendesk.com' } },
      { ...pavior, id: 'foreign', page: { origin: 'https://other.zendesk.com' } },
      { ...good, id: 'retired', keys: [{ id: 'k1', secret, retired: true }] },
      { ...good, id: 'before', keys: retiring, at: '2025-12-31T23:59:59Z' },
      { ...good, id: 'after', keys: retiring, at: '2026-01-01T00:00:00Z' },
      { ...good, id: 'nobody', identity: null },
      { ...good, id: 'keyless', keys: [] },
    ]
    const { status, answers } = await run(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect([status, answers.map(({ id, reason }) => `${id}: ${reason}`)]).toEqual([
      0,
      [
        'early: proof-matches',
        'late: proof-expired',
        'listed: proof-borrowed',
        'foreign: shared-auth-origin-not-allowed',
        'retired: key-retired',
        'before: proof-matches',
        'after: key-retired',
        'nobody: no-identity',
        'keyless: no-key',
      ],
    ])
  })

  it('takes secrets, PEM, JWKs and key sets for tokens, and every setting of them', async () => {
    const signer = newSigner('ES256')
    const rsa = newSigner('RS256')
    const long = 'a secret of 32 bytes and a few more of them'
    const now = Date.parse('2026-03-01T12:00:00Z') / 1000
    const claims = { sub: 'u-1', iss: 'shop', aud: ['desk'], email: 'ann@example.com', iat: now - 50, exp: now + 300 }
    const hs = writeToken('HS256', long, claims)
    const es = writeToken('ES256', signer, claims, { header: { kid: 'one' } })
    const rs = writeToken('RS256', rsa, claims)
    const jwk = jwkOf(signer, { kid: 'one' })
    const secretOnly = [{ id: 'k1', secret: long }]
    const lines: Record<string, unknown>[] = [
      { id: 'secret', keys: secretOnly, identity: { token: hs } },
      { id: 'short', keys: [{ id: 'k1', secret: 'short' }], identity: { token: writeToken('HS256', 'short', claims) } },
      { id: 'pem', keys: [{ id: 'one', publicKeyPem: pemOf(signer) }], identity: { token: es } },
      { id: 'jwk', keys: [{ id: 'k1', publicKeyJwk: jwk }], identity: { token: es } },
      { id: 'jwk text', keys: [{ id: 'k1', publicKeyJwk: JSON.stringify(jwk) }], identity: { token: es } },
      { id: 'jwk enc', keys: [{ id: 'k1', publicKeyJwk: { ...jwk, use: 'enc' } }], identity: { token: es } },
      { id: 'jwks', keys: [{ id: 'set', jwks: { keys: [jwk, jwkOf(rsa, { kid: 'two' })] } }], identity: { token: es } },
      { id: 'jwks as keys', keys: { keys: [jwk] }, identity: { token: es } },
      { id: 'kid', keys: [{ id: 'k1', publicKeyPem: pemOf(signer), kid: 'one' }], identity: { token: es } },
      { id: 'rs256', keys: [{ id: 'k1', publicKeyPem: pemOf(rsa) }], identity: { token: rs } },
      {
        id: 'rs256 listed',
        keys: [{ id: 'k1', publicKeyPem: pemOf(rsa) }],
        identity: { token: rs },
        settings: { algorithms: ['RS256'] },
      },
      { id: 'issuer', keys: secretOnly, identity: { jwt: hs }, settings: { issuer: 'shop', audience: 'desk' } },
      { id: 'audience', keys: secretOnly, identity: { user_jwt: hs }, settings: { audience: ['other'] } },
      { id: 'claim', keys: secretOnly, identity: { token: hs }, settings: { requiredClaims: ['tenant'] } },
      {
        id: 'subject',
        keys: secretOnly,
        identity: { proof: hs },
        settings: { subjectClaim: 'email', tokenField: 'proof' },
      },
      {
        id: 'age',
        keys: secretOnly,
        identity: { token: hs },
        settings: { maxAgeSeconds: 10, clockToleranceSeconds: 5 },
      },
    ]
    const { status, answers } = await run(
      lines.map((line) => JSON.stringify({ scheme: 'jwt', at: '2026-03-01T12:00:00Z', ...line })).join('\n'),
    )
    expect(
      answers.map(
        ({ id, reason, field, keyId }) => `${id}: ${[reason, field ?? null, keyId ?? null].map(String).join(' ')}`,
      ),
    ).toEqual([
      'secret: proof-matches sub k1',
      'short: key-unfit sub null',
      'pem: proof-matches sub one',
      'jwk: proof-matches sub k1',
      'jwk text: proof-matches sub k1',
      'jwk enc: key-unfit sub null',
      'jwks: proof-matches sub set/one',
      'jwks as keys: proof-matches sub jwks',
      'kid: proof-matches sub k1',
      'rs256: key-unfit null null',
      'rs256 listed: proof-matches sub k1',
      'issuer: proof-matches sub k1',
      'audience: audience-mismatch sub k1',
      'claim: claim-missing sub k1',
      'subject: proof-matches email k1',
      'age: proof-too-old sub k1',
    ])
    expect(status).toBe(0)

    const bad = [
      { keys: [{ id: 'k1', publicKeyJwk: signer.export({ format: 'jwk' }) }] },
      { keys: [{ id: 'k1', jwks: { keys: [signer.export({ format: 'jwk' })] } }] },
      { keys: [{ id: 'k1', publicKeyJwk: jwk, secret: long }] },
      { keys: [{ id: 'k1', publicKeyJwk: 'words' }] },
      { keys: [{ id: 'k1', jwks: { keys: [] } }] },
      { keys: [{ id: 'k1', secret: long, platform: 'fridge' }] },
      { keys: secretOnly, settings: { algorithms: ['none'] } },
    ]
    const refused = await run(
      bad.map((line) => JSON.stringify({ scheme: 'jwt', identity: { token: es }, ...line })).join('\n'),
    )
    expect(refused.answers.map((answer) => Object.keys(answer))).toEqual(bad.map(() => ['line', 'error']))
    expect(JSON.stringify(refused.answers)).not.toContain(String(signer.export({ format: 'jwk' }).d))
  })

  it('answers each line before the next one comes', async () => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
    for (let turn = 0; turn < 3; turn += 1) {
      child.stdin.write(`${JSON.stringify(good)}\n`)
      const [chunk] = await new Promise<[Buffer]>((resolve) =>
        child.stdout.once('data', (bytes: Buffer) => resolve([bytes])),
      )
      expect(JSON.parse(chunk.toString('utf8'))).toMatchObject({ id: 'good', status: 'verified' })
    }
    child.stdin.end()
    expect(await closed).toBe(0)
  })
})
