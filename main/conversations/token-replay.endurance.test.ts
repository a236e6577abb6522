import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jwkOf, newSigner, writeToken } from '../identity/testing/tokens.ts'
import { measured, repeats } from '../testing/endurance.ts'
import { accepted, openConsole, operatorId } from './testing/open-console.ts'
import { tokenVerify } from './testing/token-verify.ts'

/** Order of the P-256 group (FIPS 186-4, D.1.2.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The token itself, and four ways to write it that an easy-going reader takes for the same. */
const ways: readonly [string, (token: string) => string][] = [
  ['as it is', (token) => token],
  ['the other signature of ECDSA (r, n − s)', otherSignature],
  ['padded', (token) => `${token}==`],
  ['other trailing bits', (token) => token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1]],
  ['a space inside', (token) => token.replace('.', '. ')],
]

function otherSignature(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
  return `${header}.${payload}.${other.toString('base64url')}`
}

const now = Date.UTC(2026, 0, 5, 9) / 1_000
const signer = newSigner('ES256')
const publicJwk = jwkOf(signer)
const tokenOf = (number: number) =>
  writeToken('ES256', signer, { sub: `u-${number}`, jti: `jti-${number}`, iat: now - 10, exp: now + 3_000 })
const handOver = (token: string) => JSON.stringify({ token })

/** Uses tokens in a process of its own and kills it in the middle. @returns the session token of each that was told */
function useAndKill(path: string, payloads: Record<number, string>, after: number): Promise<Map<number, string>> {
  const file = join(import.meta.dirname, 'testing/killed-token-user.ts')
  return new Promise((resolve, reject) => {
    const plan = JSON.stringify({ path, publicJwk, payloads })
    const child = spawn(process.execPath, [file, plan], { stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk
    })
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk
      if (printed.split('\n').length > after) child.kill('SIGKILL')
    })
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`it ended by itself: ${errors}`))
      const told = printed.split('\n').slice(0, -1)
      resolve(
        new Map(
          told.flatMap((line) => {
            const [number, sessionToken] = line.split(' ')
            return sessionToken === undefined ? [] : [[Number(number), sessionToken] as const]
          }),
        ),
      )
    })
  })
}

const kills = repeats(2, 20)
/** Each is the token as it was and its four other spellings. */
const replays = repeats(20, 1_000) * ways.length

test('a token used before the process was killed is good in its own session only', {
  timeout: 120_000 + kills * 30_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-replay-'))
  const path = join(folder, 'bonafide.db')
  const perKill = 10
  const tokens = Array.from({ length: kills * perKill }, (_, number) => tokenOf(number))
  const owners = new Map<number, string>()
  for (let kill = 0; kill < kills; kill += 1) {
    const numbers = Array.from({ length: perKill }, (_, index) => kill * perKill + index)
    const payloads = Object.fromEntries(numbers.map((number) => [number, handOver(tokens[number] ?? '')]))
    for (const [number, token] of await useAndKill(path, payloads, 2 + (kill % (perKill - 2)))) {
      owners.set(number, token)
    }
  }
  expect(owners.size).toBeGreaterThanOrEqual(kills * 2)

  const console = await openConsole({ path, verify: tokenVerify(publicJwk) })
  const reasons = new Map<string, number>()
  let fresh = 0
  const used = [...owners.keys()]
  for (let index = 0; index < replays; index += 1) {
    const number = used[Math.floor(index / ways.length) % used.length] ?? 0
    const [, write] = ways[index % ways.length] ?? ways[0] ?? []
    const payload = handOver(write?.(tokens[number] ?? '') ?? '')
    const thief = await console.open(payload)
    const context = console.context(payload)
    const said = await console.record.message({
      context,
      sessionId: thief.sessionId,
      clientMessageId: `m-${index}`,
      text: 'Hello',
      receivedAt: console.at(),
    })
    const { status, messageId, conversationId } = accepted(said)
    if (status === 'verified' || thief.status === 'verified' || thief.audience !== null) fresh += 1
    if (index < 5 * ways.length) {
      const { messages } = await console.inbox.open({ conversationId }, operatorId)
      const reason = messages.find(({ id }) => id === messageId)?.verdict?.reason ?? 'none'
      const key = `${ways[index % ways.length]?.[0]}: ${reason}`
      reasons.set(key, (reasons.get(key) ?? 0) + 1)
    }
  }
  let kept = 0
  for (const [number, sessionToken] of owners) {
    const payload = handOver(tokens[number] ?? '')
    const again = await console.open(payload, sessionToken)
    if (again.status === 'verified' && again.sessionToken === null) kept += 1
  }
  await console.close()
  rmSync(folder, { recursive: true, force: true })
  measured(
    'tokens replayed after kill -9',
    `${kills} kills, ${owners.size} tokens in use, ${replays / ways.length} replays in ${ways.length} spellings each, ${fresh} of ${replays} verified, ${kept} owners kept`,
  )
  expect([...reasons.keys()].toSorted()).toEqual(
    [
      'a space inside: token-malformed',
      'as it is: proof-replayed',
      'other trailing bits: token-malformed',
      'padded: token-malformed',
      'the other signature of ECDSA (r, n − s): proof-replayed',
    ].toSorted(),
  )
  expect([fresh, kept]).toEqual([0, owners.size])
})
