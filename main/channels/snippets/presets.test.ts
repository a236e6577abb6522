import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf, vendors } from '#shared/vendors/all.ts'
import { settingsNeededBy } from '#shared/vendors/settings-read.ts'
import type { PageGlobals } from '../../../widget/vendors/calls.ts'
import { installDescribed } from '../../../widget/vendors/described.ts'
import type { VerificationKey } from '../../identity/check.ts'
import { importPublicKeyPem, importSecret } from '../../identity/import-key.ts'
import { verify } from '../../identity/verify.ts'
import { measured } from '../../testing/endurance.ts'
import { makeSnippets } from './snippets.ts'

/**
 * Each vendor's snippets from end to end: the server's runs in its own language, its proof is put into the page's, the
 * page's runs in front of the widget's reader, and the engine judges what the widget would send.
 */

const intakeUrl = 'http://127.0.0.1:4717'
const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const secret = '3f1c9a0be5d74826f0a1c2d3e4b5968778695a4b3c2d1e0ff0e1d2c3b4a59687'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-presets-'))
  writeFileSync(join(folder, 'ec_private.pem'), elliptic.privateKey.export({ format: 'pem', type: 'sec1' }))
  writeFileSync(join(folder, 'rsa_private.pem'), rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const commands = { javascript: process.execPath, python: 'python3', php: 'php', ruby: 'ruby' } as const
const endings = { javascript: 'mjs', python: 'py', php: 'php', ruby: 'rb' } as const
type Language = keyof typeof commands

async function answers(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => execFile(command, args, (error) => resolve(error === null)))
}

/** What a snippet prints; null where this machine lacks the language or the library that the snippet names. */
async function run(language: Language, code: string, name: string): Promise<string | null> {
  if (!(await answers(commands[language], ['--version']))) return null
  if (code.includes('pip install cryptography') && !(await answers('python3', ['-c', 'import cryptography'])))
    return null
  const variable = /\b([A-Z_]+) is not set/.exec(code)?.[1]
  const file = `${name}.${endings[language]}`
  writeFileSync(join(folder, file), code)
  const env = variable === undefined ? process.env : { ...process.env, [variable]: secret }
  return new Promise((resolve, reject) => {
    execFile(commands[language], [file], { cwd: folder, env }, (error, stdout) =>
      error === null ? resolve(stdout.trim()) : reject(error),
    )
  })
}

/** The key of the channel that a snippet signs for. */
function keyFor(code: string): VerificationKey {
  const pem = (key: typeof rsa.publicKey) => key.export({ format: 'pem', type: 'spki' }) as string
  const imported = code.includes('rsa_private.pem')
    ? importPublicKeyPem(pem(rsa.publicKey), 'token')
    : code.includes('ec_private.pem')
      ? importPublicKeyPem(pem(elliptic.publicKey), 'token')
      : importSecret(secret)
  if (!imported.ok) throw new Error(imported.problem.message)
  const kid = code.includes('YOUR_KEY_ID') ? { kid: 'YOUR_KEY_ID' } : {}
  return { id: 'key_1', state: 'active', retiresAt: null, ...imported.key, ...kid }
}

/** What the widget would send for this page, once its places are filled in. */
async function payloadOf(scheme: SchemeName, page: string, proof: string): Promise<unknown> {
  const filled = page
    .replaceAll('HASH_FROM_YOUR_SERVER', proof)
    .replaceAll('TOKEN_FROM_YOUR_SERVER', proof)
    .replaceAll(/VISITOR_(ID|EMAIL)/g, (_, place) => (place === 'ID' ? 'user-42' : 'richard@piedpiper.com'))
  const [stub, script] = [...filled.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((found) => found[1] ?? '')
  const window: PageGlobals = {}
  const events: Record<string, () => void> = {}
  Object.assign(window, { window, addEventListener: (name: string, heard: () => void) => (events[name] = heard) })
  runInNewContext(`${stub}\n${script}`, window)
  const said: unknown[] = []
  const nothing = () => undefined
  const api = vendorOf(scheme).page
  if (api === 'own') throw new Error('this vendor is not described')
  const calls = {
    identify: (payload: unknown) => void said.push(payload),
    open: nothing,
    close: nothing,
    toggle: nothing,
  }
  installDescribed(window, api, calls)
  for (const heard of Object.values(events)) heard()
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  return said.at(-1)
}

async function judge(
  scheme: SchemeName,
  settings: SchemeSettings,
  language: Language,
  keyKind?: VerificationKey['kind'],
) {
  const { page, server } = makeSnippets({ id: 'chan_1', scheme, settings }, intakeUrl, keyKind)
  const code = server.find((each) => each.language === language)?.code ?? ''
  const name = `${scheme}-${Object.values(settings).join('-')}-${keyKind}`
    .replaceAll(/[^A-Za-z0-9-]/g, '_')
    .slice(0, 80)
  const proof = await run(language, code, name)
  if (proof === null) return null
  const payload = await payloadOf(scheme, page[0]?.code ?? '', proof)
  const verdict = await verify({
    scheme,
    settings,
    keys: [keyFor(code)],
    keysAvailable: true,
    identity: JSON.stringify(payload),
    form: null,
    page: { origin: null },
    at: Date.now(),
  })
  return { status: verdict.status, reason: verdict.reason, hints: verdict.hints.map(({ code: hint }) => hint) }
}

const good = { status: 'verified', reason: 'proof-matches', hints: [] }
const languages = Object.keys(commands) as Language[]
let count = 0

/** Node is always there. A machine without one of the others judges fewer, unless `npm test` says that all are there. */
function expectGood(judged: readonly Awaited<ReturnType<typeof judge>>[]): void {
  const ran = judged.filter((verdict) => verdict !== null)
  expect(ran.length).toBeGreaterThanOrEqual(process.env['BONAFIDE_LANGUAGES'] === 'all' ? languages.length : 1)
  for (const verdict of ran) expect(verdict).toEqual(good)
  count += ran.length
}
afterAll(() => measured('snippets of presets and custom channels that verify, in four languages', `${count}`))

describe('a site that copies its snippets is verified', () => {
  const presets = vendors.filter(({ page, rules }) => page !== 'own' && rules !== 'settings')
  it.each(presets.map((vendor) => [vendor.name, vendor] as const))('%s', async (scheme, vendor) => {
    const settings = settingsNeededBy(vendor).includes('issuer') ? { issuer: ['https://id.example'] } : {}
    const judged = await Promise.all(languages.map((language) => judge(scheme, settings, language)))
    expectGood(judged)
  })

  const hashes: SchemeSettings[] = [
    { fields: ['email'] },
    { fields: ['customer-no', 'email'], digestField: 'sig nature', digest: 'base64', algorithm: 'sha512' },
    { fields: ['email'], normalise: 'trim-lower', keyEncoding: 'hex', digest: 'base64url', algorithm: 'sha384' },
    { fields: ['id'], keyEncoding: 'base64' },
    { fields: ['id'], keyEncoding: 'base64url' },
  ]
  it.each(hashes.map((settings) => [JSON.stringify(settings), settings] as const))(
    'custom hash %s',
    async (_, settings) => {
      const judged = await Promise.all(languages.map((language) => judge('hmac', settings, language)))
      expectGood(judged)
    },
  )

  const tokens: [SchemeSettings, VerificationKey['kind']][] = [
    [{}, 'secret'],
    [{}, 'publicKey'],
    [{ algorithms: ['RS256'], issuer: ['l\'issuer "a"'], audience: ['console'] }, 'publicKey'],
    [{ algorithms: ['HS512'], subjectClaim: 'user id', requiredClaims: ['role', 'exp'], tokenField: 'jwt' }, 'secret'],
    [{ algorithms: ['RS384', 'EdDSA'], maxAgeSeconds: 60 }, 'publicKey'],
  ]
  it.each(tokens.map(([settings, kind]) => [JSON.stringify(settings), kind, settings] as const))(
    'custom token %s with a %s',
    async (_, kind, settings) => {
      const judged = await Promise.all(languages.map((language) => judge('jwt', settings, language, kind)))
      expectGood(judged)
    },
  )

  it('is told what to sign where its algorithm takes a library', () => {
    const settings: SchemeSettings = { algorithms: ['EdDSA'], audience: ['console'] }
    const { server } = makeSnippets({ id: 'chan_1', scheme: 'jwt', settings }, intakeUrl)
    expect(server.map(({ code }) => code.includes('EdDSA') && code.includes('"aud": "console"'))).toEqual([
      true,
      true,
      true,
      true,
    ])
  })
})
