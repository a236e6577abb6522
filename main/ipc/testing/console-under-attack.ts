import { createHmac } from 'node:crypto'
import { homedir } from 'node:os'
import type { RequestName } from '#shared/contract/names.ts'
import { requestChannel } from '#shared/contract/names.ts'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { Result } from '#shared/contract/result.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { CheckRequest } from '../../identity/check.ts'
import { presetSecret, secretToken } from '../../identity/testing/preset-rows.ts'
import { requestOf, secretKey } from '../../identity/testing/signing.ts'
import { origin, startConsole } from '../../testing/console.ts'
import type { Handlers } from '../handlers/index.ts'
import { openRouter } from '../router.ts'

type Listener = (event: unknown, ...args: unknown[]) => Promise<Result<unknown>>
export type Reported = { where: string; error: unknown }

const appOrigin = 'app://console'
/** The three windows: a supervisor's, an agent's, and one where nobody works. */
export const windowIds = { supervisor: 1, agent: 2, nobody: 3 } as const
export type WindowName = keyof typeof windowIds

export const hashSecret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const hashOf = (email: string, key = hashSecret) => createHmac('sha256', key).update(email).digest('hex')

function makeContents(id: number) {
  const mainFrame = { frameTreeNodeId: 70 + id, parent: null, origin: appOrigin }
  return { id, mainFrame, isDestroyed: () => false, once: () => undefined, send: () => undefined }
}

export type Alter = (handlers: Handlers) => Handlers

/**
 * A whole console behind its real router, with visitors who wrote with every kind of proof, and three windows.
 * `registered` is where the stand-in for Electron's ipcMain keeps what the router handles; `alter` makes a console that
 * is wrong on purpose.
 */
export async function startConsoleUnderAttack(
  registered: ReadonlyMap<string, Listener>,
  alter: Alter = (same) => same,
) {
  const reports: Reported[] = []
  const console = await startConsole({ signedIn: false })
  let routerTime = 0
  const contents = Object.fromEntries(
    Object.entries(windowIds).map(([name, id]) => [name, makeContents(id)]),
  ) as Record<WindowName, ReturnType<typeof makeContents>>
  const router = openRouter({
    handlers: Promise.resolve(alter(console.handlers)),
    appOrigin,
    clock: () => routerTime,
    report: (where, error) => reports.push({ where, error }),
    onGone: (windowId) => console.windowGone(windowId),
  })
  for (const each of Object.values(contents)) router.admitWindow(each as never)

  /** As Electron hands a call over. */
  const call = (event: unknown, ...args: unknown[]): Promise<Result<unknown>> => {
    const listener = registered.get(requestChannel)
    if (listener === undefined) throw new Error('the router does not listen')
    return listener(event, ...args)
  }
  const ownEvent = (window: WindowName) => ({ sender: contents[window], senderFrame: contents[window].mainFrame })

  const passphrases = new Map<OperatorId, string>()
  const starts = new Set<OperatorId>()
  /** A request of the test's own, which has to succeed. */
  async function ask<Name extends RequestName>(
    window: WindowName,
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    routerTime += 1_000
    const result = await call(ownEvent(window), name, input)
    if (!result.ok) throw new Error(`${name}: ${result.problem.code}: ${result.problem.message}`)
    note(name, input, result.value)
    return result.value as RequestOutput<Name>
  }

  /** Keeps the passphrases that are good now, so that people can come back to work whatever was done to them. */
  function note(name: string, input: unknown, value: unknown): void {
    const given = input as { operatorId?: OperatorId; newPassphrase?: string | null } | null
    const made = value as { operator?: { id: OperatorId } | null; startPassphrase?: string }
    if (made?.startPassphrase !== undefined && made.operator) {
      passphrases.set(made.operator.id, made.startPassphrase)
      starts.add(made.operator.id)
    }
    const { operatorId, newPassphrase } = given ?? {}
    if (name !== 'session.signIn' || operatorId === undefined || typeof newPassphrase !== 'string') return
    if (starts.delete(operatorId)) passphrases.set(operatorId, newPassphrase)
  }

  let named = 0
  /** Somebody of that role is at work in that window, made anew if nobody of them is left. */
  async function enter(window: 'supervisor' | 'agent'): Promise<OperatorId> {
    for (let tries = 0; tries < 40; tries += 1) {
      const { state, operator, operators } = await ask(window, 'session.get', {})
      if (state === 'signed-in' && operator?.role === window) return operator.id
      const known = operators.find(({ id, role }) => role === window && passphrases.has(id))
      if (known === undefined) {
        if (window === 'supervisor') throw new Error('no supervisor is left whose passphrase is known')
        await enter('supervisor')
        named += 1
        await ask('supervisor', 'operators.add', { name: `Agent ${named}`, role: 'agent' })
        continue
      }
      routerTime += 1_000
      const newPassphrase = starts.has(known.id) ? `another ${known.id} of the desk` : null
      const input = { operatorId: known.id, passphrase: passphrases.get(known.id) as string, newPassphrase }
      const result = await call(ownEvent(window), 'session.signIn', input)
      if (result.ok) note('session.signIn', input, result.value)
      // After wrong tries everybody waits, the right one as well: time passes, and whoever was idle is locked.
      else if (result.problem.code === 'too-fast') console.leave(20 * 60_000)
      else throw new Error(`signing in again: ${result.problem.code}: ${result.problem.message}`)
    }
    throw new Error('nobody could sign in again')
  }

  const first = 'the first of all supervisors'
  const begun = await ask('supervisor', 'session.begin', { name: 'First', passphrase: first })
  passphrases.set(begun.operator?.id as OperatorId, first)
  // A second one, so that the first may be demoted or retired by whoever attacks.
  await ask('supervisor', 'operators.add', { name: 'Second', role: 'supervisor' })
  await enter('agent')

  const channelSettings = { policy: 'observe' as const, origins: [origin], settings: {} }
  const hashes = await ask('supervisor', 'channels.add', { ...channelSettings, name: 'Hashes', scheme: 'fernand' })
  const tokens = await ask('supervisor', 'channels.add', { ...channelSettings, name: 'Tokens', scheme: 'drift' })
  const keyInput = { label: 'Main', acceptRepair: false, acceptDegradedKeystore: false }
  await ask('supervisor', 'keys.add', { ...keyInput, channelId: hashes.id, material: hashSecret })
  await ask('supervisor', 'keys.add', { ...keyInput, channelId: tokens.id, material: presetSecret })
  const { token: serverToken } = await ask('supervisor', 'channels.makeServerToken', { channelId: hashes.id })

  const person = { name: 'Ann', email: 'ann@example.com' }
  const token = secretToken(presetSecret, { sub: 'u-42' })
  const payloads: [channelId: string, scheme: CheckRequest['scheme'], identity: unknown, secret: string][] = [
    [hashes.id, 'fernand', { ...person, hash: hashOf(person.email) }, hashSecret],
    [
      hashes.id,
      'fernand',
      { email: 'bob@example.com', hash: hashOf('bob@example.com', 'another-key-entirely') },
      hashSecret,
    ],
    [hashes.id, 'fernand', { email: 'eve@example.com' }, hashSecret],
    [hashes.id, 'fernand', null, hashSecret],
    [hashes.id, 'fernand', { ...person, hash: 'not a hash' }, hashSecret],
    [tokens.id, 'drift', { userJwt: token }, presetSecret],
    [tokens.id, 'drift', { userJwt: `${token.slice(0, -2)}AA` }, presetSecret],
  ]
  const secrets = [hashSecret, presetSecret, serverToken, hashOf(person.email), token, first]
  const messages = new Map<string, CheckRequest>()
  for (const [channelId, scheme, identity, secret] of payloads) {
    const visitor = await visit(channelId, identity)
    for (const text of ['Hello', 'Where is my order?']) {
      const { messageId } = await visitor.say(text)
      messages.set(messageId, requestOf({ scheme, identity, keys: [secretKey(secret)] }))
    }
  }

  async function visit(channelId: string, identity: unknown) {
    // The console's own helper asks as window 1 for the address.
    const visitor = await console.visit(channelId, identity)
    if (visitor.opened.sessionToken) secrets.push(visitor.opened.sessionToken)
    return visitor
  }

  return {
    console,
    router,
    reports,
    call,
    ownEvent,
    contents,
    ask,
    enter,
    note,
    /** Lets the router's rate forget what was asked. */
    pass: (milliseconds: number) => {
      routerTime += milliseconds
    },
    /** Texts that must stand in no answer. */
    secrets,
    places: [console.profileFolder, process.cwd(), homedir()].filter((place) => place.length > 4),
    /** What each visitor's message came with, by its id. */
    messages,
    visit,
    channelIds: { hashes: hashes.id, tokens: tokens.id },
    async stop() {
      router.close()
      await console.stop()
    },
  }
}
export type ConsoleUnderAttack = Awaited<ReturnType<typeof startConsoleUnderAttack>>
