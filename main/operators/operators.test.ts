import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ProblemCode } from '#shared/contract/result.ts'
import { lintPassphrase } from '#shared/domain/passphrase.ts'
import { createTestSealer, passphraseOf, startConsole, type TestConsole } from '../testing/console.ts'
import { defaultCost } from './passphrase.ts'
import { delayAfter, longestDelay, waitLeft } from './try-delay.ts'

vi.setConfig({ testTimeout: 120_000 })

const started: TestConsole[] = []
const start = async (options?: Parameters<typeof startConsole>[0]) => {
  const console = await startConsole(options)
  started.push(console)
  return console
}
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})
const problem = (code: ProblemCode) => expect.objectContaining({ name: 'ProblemError', code })
const minute = 60_000

describe('a passphrase', () => {
  it.each([
    ['short one', 'too-short'],
    ['x'.repeat(201), 'too-long'],
    ['Password 123', 'too-common'],
    ['aaaaaaaaaaaa', 'too-common'],
    ['abababababab', 'too-common'],
    ['abcdefghijklm', 'too-common'],
    ['98765432109', null],
    ['Ada Lovelace', 'like-the-name'],
    ['adalovelace12', 'like-the-name'],
    ['correct donkey battery', null],
    ['ünïcödé words too', null],
  ])('%s: %s', (text, expected) => {
    expect(lintPassphrase(text, 'Ada Lovelace')).toBe(expected)
  })

  it('is worked on as OWASP asks, and nothing else is in the file', async () => {
    expect(defaultCost).toEqual({ n: 131_072, r: 8, p: 1 })
    const console = await start({ passphraseCost: defaultCost })
    await console.signIn('Supervisor')
    await console.stop()
    const database = new Database(console.databasePath, { readonly: true })
    expect(database.prepare('SELECT n, r, p, kind, backend FROM operator_secrets').all()).toEqual([
      { n: 131_072, r: 8, p: 1, kind: 'own', backend: 'test_keychain' },
    ])
    database.close()
    expect(readFileSync(console.databasePath).includes(passphraseOf('Supervisor'))).toBe(false)
  })
})

describe('signing in', () => {
  it('is refused alike for a wrong passphrase, an unknown operator and one who was retired', async () => {
    const console = await start()
    const mia = await console.addOperator('Mia', 'agent')
    await console.ask('operators.retire', { operatorId: mia.id })
    const { operator } = await console.ask('workspace.get', {})
    const refused = []
    for (const operatorId of [operator.id, 'oper_nobody', mia.id] as const) {
      const passphrase = operatorId === mia.id ? passphraseOf('Mia') : 'not the passphrase'
      refused.push(await console.ask('session.signIn', { operatorId, passphrase, newPassphrase: null }).catch((e) => e))
    }
    expect(refused[0]).toEqual(problem('sign-in-refused'))
    expect(new Set(refused.map(({ code, message }) => `${code}: ${message}`)).size).toBe(1)
    expect(await console.ask('workspace.get', {})).toMatchObject({ operator })
  })

  it('waits longer after each wrong passphrase, also over a restart, and many at once are no way round', async () => {
    expect([1, 4, 5, 6, 7, 12, 40].map(delayAfter)).toEqual([0, 0, 5_000, 10_000, 20_000, 640_000, longestDelay])
    expect(waitLeft({ failures: 40, lastFailedAt: 10_000_000 }, 0)).toBe(longestDelay)
    let now = Date.now()
    const sealer = createTestSealer()
    const console = await start({ clock: () => now, sealer })
    const { operator } = await console.ask('workspace.get', {})
    const wrong = { operatorId: operator.id, passphrase: 'not the passphrase', newPassphrase: null }
    const many = await Promise.allSettled(Array.from({ length: 12 }, () => console.ask('session.signIn', wrong)))
    const codes = many.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'in'))
    expect(codes).toEqual([...Array(5).fill('sign-in-refused'), ...Array(7).fill('too-fast')])
    await console.stop()

    const again = await start({ profileFolder: console.profileFolder, clock: () => now, sealer, signedIn: false })
    const right = { ...wrong, passphrase: passphraseOf('Supervisor') }
    await expect(again.ask('session.signIn', right)).rejects.toEqual(problem('too-fast'))
    now += 5_000
    expect(await again.ask('session.signIn', right)).toEqual({ outcome: 'signed-in' })
    // The right one begins the count again.
    await expect(again.ask('session.signIn', wrong)).rejects.toEqual(problem('sign-in-refused'))
    expect(await again.ask('session.signIn', right)).toEqual({ outcome: 'signed-in' })
  })

  it('takes a start passphrase once, for choosing an own one', async () => {
    const console = await start()
    const { operator, startPassphrase } = await console.ask('operators.add', { name: 'Mia', role: 'agent' })
    const first = { operatorId: operator.id, passphrase: startPassphrase }
    expect(await console.ask('session.signIn', { ...first, newPassphrase: null })).toEqual({
      outcome: 'choose-passphrase',
    })
    expect((await console.ask('session.get', {})).operator?.name).toBe('Supervisor')
    for (const newPassphrase of ['short', 'password123', startPassphrase]) {
      await expect(console.ask('session.signIn', { ...first, newPassphrase })).rejects.toEqual(problem('input-invalid'))
    }
    expect(await console.ask('session.signIn', { ...first, newPassphrase: passphraseOf('Mia') })).toEqual({
      outcome: 'signed-in',
    })
    expect((await console.ask('workspace.get', {})).operator).toEqual(operator)
    await expect(console.ask('session.signIn', { ...first, newPassphrase: null })).rejects.toEqual(
      problem('sign-in-refused'),
    )
  })

  it('begins a console once', async () => {
    const console = await start()
    const eve = { name: 'Eve', passphrase: passphraseOf('Eve') }
    await expect(console.ask('session.begin', eve)).rejects.toEqual(problem('conflict'))
    const { operator } = await console.ask('workspace.get', {})
    await expect(console.ask('session.claim', { operatorId: operator.id, passphrase: eve.passphrase })).rejects.toEqual(
      problem('sign-in-refused'),
    )
  })

  it('with another passphrase after changing it, and with none of anybody else’s choosing after a reset', async () => {
    const console = await start()
    const { operator } = await console.ask('workspace.get', {})
    const change = { current: 'not the passphrase', next: 'quite another passphrase' }
    await expect(console.ask('session.changePassphrase', change)).rejects.toEqual(problem('sign-in-refused'))
    await console.ask('session.changePassphrase', { ...change, current: passphraseOf('Supervisor') })
    const signIn = (operatorId: `oper_${string}`, passphrase: string) =>
      console.ask('session.signIn', { operatorId, passphrase, newPassphrase: null })
    await expect(signIn(operator.id, passphraseOf('Supervisor'))).rejects.toEqual(problem('sign-in-refused'))
    await signIn(operator.id, change.next)
    expect((await console.ask('session.get', {})).canApprove).toBe(true)

    const { operator: mia } = await console.ask('operators.add', { name: 'Mia', role: 'supervisor' })
    const { startPassphrase } = await console.ask('operators.reset', { operatorId: mia.id })
    expect(await signIn(mia.id, startPassphrase)).toEqual({ outcome: 'choose-passphrase' })
    await expect(console.ask('operators.reset', { operatorId: operator.id })).rejects.toEqual(problem('not-allowed'))
    await expect(console.ask('operators.retire', { operatorId: mia.id })).resolves.toEqual({})
    await expect(console.ask('operators.setRole', { operatorId: operator.id, role: 'agent' })).rejects.toEqual(
      problem('conflict'),
    )
  })
})

describe('a session', () => {
  it('belongs to its window, and ends with it', async () => {
    const console = await start()
    const elsewhere = console.handlers['workspace.get']({}, { windowId: 2 })
    await expect(elsewhere).rejects.toEqual(problem('locked'))
    console.windowGone(1)
    await expect(console.ask('workspace.get', {})).rejects.toEqual(problem('locked'))
  })

  it('locks when nobody is there, whichever way the clock jumps, and every request answers so', async () => {
    const console = await start()
    await console.ask('workspace.setPreferences', { idleMinutes: 3 })
    console.advance(30 * minute)
    await console.ask('workspace.get', {})
    for (const jump of [3 * minute, -10 * minute]) {
      console.leave(jump)
      await expect(console.ask('workspace.get', {})).rejects.toEqual(problem('locked'))
      await console.ask('session.touch', {})
      await expect(console.ask('draft.save', {} as never)).rejects.toEqual(problem('locked'))
      expect(await console.ask('session.get', {})).toMatchObject({
        state: 'locked',
        operator: { name: 'Supervisor' },
        canApprove: false,
      })
      await console.signIn('Supervisor')
      await console.ask('workspace.get', {})
    }
    for (const idleMinutes of [0, 61, 1.5]) {
      expect(
        await import('#shared/contract/requests.ts').then(
          ({ requestInputs }) => requestInputs['workspace.setPreferences'].safeParse({ idleMinutes }).success,
        ),
      ).toBe(false)
    }
  })

  it('locks with every window of the same person, and keeps none of them open without them', async () => {
    const console = await start()
    const by = (await console.ask('session.get', {})).operator
    const typed = { operatorId: by?.id ?? 'oper_none', passphrase: passphraseOf(by?.name ?? ''), newPassphrase: null }
    await console.addOperator('Mia', 'agent')
    const mia = (await console.ask('session.get', {})).operators.find(({ name }) => name === 'Mia')
    const hers = { operatorId: mia?.id ?? 'oper_none', passphrase: passphraseOf('Mia'), newPassphrase: null }
    await console.handlers['session.signIn'](typed, { windowId: 2 })
    await console.handlers['session.signIn'](hers, { windowId: 3 })
    await console.handlers['session.lock']({}, { windowId: 2 })
    const stateOf = async (windowId: number) => (await console.handlers['session.get']({}, { windowId })).state
    expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual(['locked', 'locked', 'signed-in'])

    await console.handlers['session.signIn'](typed, { windowId: 1 })
    expect(await stateOf(2)).toBe('locked')
    await console.handlers['session.signIn'](typed, { windowId: 2 })
    await console.ask('workspace.setPreferences', { idleMinutes: 2 })
    console.leave(minute)
    await console.handlers['session.touch']({}, { windowId: 2 })
    console.leave(minute)
    // Used in one window, open in both; the other person was at none.
    expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual(['signed-in', 'signed-in', 'locked'])
    console.leave(2 * minute)
    expect([await stateOf(1), await stateOf(2)]).toEqual(['locked', 'locked'])
  })

  it('may lock sooner for everybody by anybody’s choice, and later by a supervisor’s alone', async () => {
    const console = await start()
    const mia = await console.addOperator('Mia', 'agent')
    const hers = { operatorId: mia.id, passphrase: passphraseOf('Mia'), newPassphrase: null }
    await console.handlers['session.signIn'](hers, { windowId: 2 })
    const asMia = (idleMinutes: number) =>
      console.handlers['workspace.setPreferences']({ idleMinutes }, { windowId: 2 })
    await expect(asMia(60)).rejects.toMatchObject({ code: 'not-allowed' })
    expect((await asMia(5)).preferences.idleMinutes).toBe(5)
    await expect(asMia(10)).rejects.toMatchObject({ code: 'not-allowed' })
    expect((await console.ask('workspace.setPreferences', { idleMinutes: 10 })).preferences.idleMinutes).toBe(10)
  })

  it('tells the window that it locked without being asked', async () => {
    const console = await start()
    await console.ask('workspace.setPreferences', { idleMinutes: 1 })
    console.changes.length = 0
    console.leave(minute)
    await vi.waitFor(() => expect(console.changes).toContainEqual({ topic: 'session', conversationId: null }), 10_000)
  })

  it('of an operator who is reset or retired ends at once', async () => {
    const console = await start()
    await console.addOperator('Mia', 'agent')
    const mia = (await console.ask('session.get', {})).operators.find(({ name }) => name === 'Mia')
    const input = { operatorId: mia?.id ?? 'oper_none', passphrase: passphraseOf('Mia'), newPassphrase: null }
    await console.handlers['session.signIn'](input, { windowId: 2 })
    await console.handlers['workspace.get']({}, { windowId: 2 })
    await console.ask('operators.reset', { operatorId: input.operatorId })
    await expect(console.handlers['workspace.get']({}, { windowId: 2 })).rejects.toEqual(problem('locked'))
  })
})

describe('roles', () => {
  it('are not what somebody wrote into the tables', async () => {
    const sealer = createTestSealer()
    const console = await start({ sealer })
    await console.addOperator('Mia', 'agent')
    await console.stop()
    const database = new Database(console.databasePath)
    database.exec(`UPDATE operators SET role = 'supervisor'`)
    database.close()
    const again = await start({ profileFolder: console.profileFolder, sealer, signedIn: false })
    await again.signIn('Mia')
    expect((await again.ask('workspace.get', {})).operator.role).toBe('agent')
    await expect(again.ask('operators.list', {})).rejects.toEqual(problem('not-allowed'))
  })

  it('of a profile from before passphrases: its first supervisor claims it, and the others wait for them', async () => {
    const console = await start()
    const agent = await console.addOperator('Mia', 'agent')
    await console.stop()
    const database = new Database(console.databasePath)
    database.exec('DELETE FROM operator_secrets; DELETE FROM sealed_values')
    database.close()
    const again = await start({ profileFolder: console.profileFolder, signedIn: false })
    const ways = (await again.ask('session.get', {})).operators.map(({ name, way }) => [name, way])
    expect(ways).toEqual([
      ['Supervisor', 'claim'],
      ['Mia', 'reset-needed'],
    ])
    const claim = { operatorId: agent.id, passphrase: passphraseOf('Mia') }
    await expect(again.ask('session.claim', claim)).rejects.toEqual(problem('sign-in-refused'))
    await again.signIn('Supervisor')
    expect((await again.ask('session.get', {})).canApprove).toBe(true)
    const { startPassphrase } = await again.ask('operators.reset', { operatorId: agent.id })
    const signIn = { operatorId: agent.id, passphrase: startPassphrase, newPassphrase: passphraseOf('Mia') }
    expect(await again.ask('session.signIn', signIn)).toEqual({ outcome: 'signed-in' })
    expect((await again.ask('workspace.get', {})).operator).toMatchObject({ name: 'Mia', role: 'agent' })
  })

  it('where the keystore was lost: people work, nobody approves, and a supervisor begins the keys anew', async () => {
    const console = await start()
    await console.addOperator('Mia', 'agent')
    await console.stop()
    const again = await start({ profileFolder: console.profileFolder, sealer: createTestSealer({ backend: 'other' }) })
    expect(await again.ask('session.get', {})).toMatchObject({
      state: 'signed-in',
      canApprove: false,
      operator: { role: 'supervisor' },
    })
    const current = passphraseOf('Supervisor')
    await again.ask('session.changePassphrase', { current, next: 'another keystore, another key' })
    expect((await again.ask('session.get', {})).canApprove).toBe(true)
  })
})
