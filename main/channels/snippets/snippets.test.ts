import { spawnSync } from 'node:child_process'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemeNames } from '#shared/domain/verdict.ts'
import { importPublicKeyPem } from '../../identity/import-key.ts'
import { verify } from '../../identity/verify.ts'
import { makeSnippets } from './snippets.ts'

const intakeUrl = 'http://127.0.0.1:4717'
const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-snippets-'))
  writeFileSync(join(folder, 'ec_private.pem'), pair.privateKey.export({ format: 'pem', type: 'sec1' }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Interpreters of the languages that this machine has; the others cannot be run here. */
const runners = {
  javascript: { command: process.execPath, file: 'snippet.mjs' },
  python: { command: 'python3', file: 'snippet.py' },
  php: { command: 'php', file: 'snippet.php' },
  ruby: { command: 'ruby', file: 'snippet.rb' },
}
const answers = (command: string, args: string[]) => spawnSync(command, args).status === 0
const canRun = {
  javascript: true,
  python: answers('python3', ['--version']),
  php: answers('php', ['--version']),
  ruby: answers('ruby', ['--version']),
}
const canSignInPython = answers('python3', ['-c', 'import cryptography'])

function spawn(language: keyof typeof runners, code: string, env: NodeJS.ProcessEnv) {
  const { command, file } = runners[language]
  writeFileSync(join(folder, file), code)
  return spawnSync(command, [file], { cwd: folder, env })
}

function run(language: keyof typeof runners, code: string, env: Record<string, string> = {}): string {
  const { stdout, stderr, status } = spawn(language, code, { ...process.env, ...env })
  expect(stderr.toString()).toBe('')
  expect(status).toBe(0)
  return stdout.toString().trim()
}

describe('server code', () => {
  const hashes = [
    ['yourgpt', 'YOURGPT_SECRET_KEY', 'user-42'],
    ['fernand', 'FERNAND_SECRET_KEY', 'richard@piedpiper.com'],
    ['pavior', 'PAVIOR_API_KEY', 'user-42'],
  ] as const
  for (const [scheme, variable, value] of hashes) {
    for (const { language, code } of makeSnippets({ id: 'chan_1', scheme, settings: {} }, intakeUrl).server) {
      it.runIf(canRun[language])(`${scheme} in ${language} makes the hash`, () => {
        const secret = 'kéy with ünicode 0123456789'
        expect(run(language, code, { [variable]: secret })).toBe(
          createHmac('sha256', secret).update(value).digest('hex'),
        )
      })
    }
  }

  for (const [scheme, variable] of hashes) {
    for (const { language, code } of makeSnippets({ id: 'chan_1', scheme, settings: {} }, intakeUrl).server) {
      it.runIf(canRun[language]).each([['unset'], ['empty']])(
        `${scheme} in ${language} refuses a key that is %s`,
        (how) => {
          const { [variable]: _, ...env } = process.env
          const result = spawn(language, code, how === 'empty' ? { ...env, [variable]: '' } : env)
          expect(result.status).not.toBe(0)
          expect(result.stdout.toString() + result.stderr.toString()).toContain(`${variable} is not set`)
          expect(result.stdout.toString()).not.toMatch(/[0-9a-f]{64}/)
        },
      )
    }
  }

  it.runIf(canRun.php)('talkative in php refuses a private key that is not there', () => {
    const code = makeSnippets({ id: 'chan_1', scheme: 'talkative', settings: {} }, intakeUrl).server.find(
      ({ language }) => language === 'php',
    )?.code
    const { status, stdout } = spawn('php', String(code).replaceAll('ec_private.pem', 'none.pem'), process.env)
    expect(status).not.toBe(0)
    expect(stdout.toString()).not.toContain('eyJ')
  })

  it('needs no gem that Ruby has stopped to bring along', () => {
    for (const scheme of schemeNames) {
      const ruby = makeSnippets({ id: 'chan_1', scheme, settings: {} }, intakeUrl).server.at(-1)?.code
      expect([...String(ruby).matchAll(/require "(\w+)"/g)].map(([, name]) => name)).not.toContain('base64')
    }
  })

  const settings = { identityLabels: { 'Customer\'s "E-mail" #{x} $y': 'email' } }
  for (const { language, code } of makeSnippets({ id: 'chan_1', scheme: 'talkative', settings }, intakeUrl).server) {
    it.runIf(canRun[language] && (language !== 'python' || canSignInPython))(
      `talkative in ${language} verifies`,
      async () => {
        const imported = importPublicKeyPem(pair.publicKey.export({ format: 'pem', type: 'spki' }) as string)
        if (!imported.ok) throw new Error('the key of this test is unsound')
        const verdict = await verify({
          scheme: 'talkative',
          settings,
          keys: [{ id: 'key_1', state: 'active', retiresAt: null, ...imported.key }],
          keysAvailable: true,
          identity: JSON.stringify({ signedInteractionData: run(language, code) }),
          form: null,
          page: { origin: null },
          at: 1_800_000_000_000,
        })
        expect([verdict.status, verdict.reason]).toEqual(['verified', 'proof-matches'])
        expect(verdict.fields['email']).toEqual({ value: 'ann@example.com', provenance: 'proven' })
      },
    )
  }
})

describe('page code', () => {
  it.each(schemeNames)('%s loads the widget of its channel and is sound', (scheme) => {
    const { page, server, keyAdvice } = makeSnippets({ id: 'chan_1', scheme, settings: {} }, intakeUrl)
    expect(server.map(({ language }) => language)).toEqual(['javascript', 'python', 'php', 'ruby'])
    expect(keyAdvice.length).toBeGreaterThan(40)
    for (const { code } of page.filter(({ language }) => language === 'html')) {
      expect(code).toContain(
        `<script src="http://127.0.0.1:4717/widget.js" data-channel="chan_1" data-scheme="${scheme}" async></script>`,
      )
      for (const [, script] of code.matchAll(/<script>([\s\S]*?)<\/script>/g))
        expect(() => new Script(script ?? '')).not.toThrow()
    }
  })

  it('of YourGPT keeps every call that is made before the widget is there', () => {
    const [page] = makeSnippets({ id: 'chan_1', scheme: 'yourgpt', settings: {} }, intakeUrl).page
    const stub = /<script>([\s\S]*?)<\/script>/.exec(page?.code ?? '')?.[1] ?? ''
    const window: { $yourgptChatbot?: { q: unknown[] } } = {}
    new Script(
      `${stub};$yourgptChatbot.set('contact:data', {});$yourgptChatbot.execute('widget:open')`,
    ).runInNewContext(
      new Proxy(window, { get: (target, name) => (name === 'window' ? target : Reflect.get(target, name)) }),
    )
    expect(window.$yourgptChatbot?.q).toEqual([
      ['set', 'contact:data', {}],
      ['execute', 'widget:open'],
    ])
  })

  it('keeps a setting from ending the script element', () => {
    const { page } = makeSnippets(
      { id: 'chan_1', scheme: 'pavior', settings: { teamVanityId: '</script><b>' } },
      intakeUrl,
    )
    expect(page[0]?.code).not.toContain('</script><b>')
  })
})
