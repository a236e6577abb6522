import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { RequestName } from '#shared/contract/names.ts'
import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { ServerFrame, VisitorFrame } from '#shared/domain/visitor-frames.ts'
import { type ConsoleParts, composeConsole, databaseFileName } from '../compose.ts'
import type { Sealer } from '../keyring/sealer.ts'
import { databaseWorkerUrl } from './database-worker-url.ts'

export const origin = 'https://shop.example'

export type StartOptions = Partial<ConsoleParts> & { signedIn?: boolean }

/** A sealer whose key lives as long as the object: what it wrote opens only with the same one. */
export function createTestSealer(change: Partial<Pick<Sealer, 'protection' | 'backend'>> = {}): Sealer {
  const key = randomBytes(32)
  return {
    protection: 'os',
    backend: 'test_keychain',
    ...change,
    async seal(plaintext) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), body]))
    },
    async open(sealed) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** What the operators of a test type, by their name. */
export const passphraseOf = (name: string) => `${name.toLowerCase()} at the front desk`

/** scrypt at a cost that only says that it works. */
const quickCost = { n: 16, r: 8, p: 1 }

/**
 * A whole console over a real database file and real sockets, on a port of its own. Its supervisor is signed in, as a
 * person would: who needs a console where nobody is says `signedIn: false`.
 */
export async function startConsole({ signedIn = true, ...options }: StartOptions = {}) {
  const profileFolder = options.profileFolder ?? mkdtempSync(join(tmpdir(), 'bonafide-console-'))
  const changes: ChangeEvent[] = []
  let ahead = 0
  const running = await composeConsole({
    profileFolder,
    databaseWorkerUrl,
    sealer: createTestSealer(),
    clock: () => Date.now() + ahead,
    runtime: 'electron',
    version: '0.0.0',
    port: 0,
    pushChange: (event) => void changes.push(event),
    openDemo: null,
    passphraseCost: quickCost,
    ...options,
  })
  const ask = <Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> =>
    running.handlers[name](input, { windowId: 1 })
  const visitors: WebSocket[] = []
  const signIn = async (name: string) => {
    const { operators } = await ask('session.get', {})
    const operator = operators.find((each) => each.name === name)
    if (operator === undefined) throw new Error(`nobody is called ${name}`)
    const input = { operatorId: operator.id, passphrase: passphraseOf(name) }
    if (operator.way === 'claim') await ask('session.claim', input)
    else await ask('session.signIn', { ...input, newPassphrase: null })
    const { id, role } = operator
    return { id, name, role }
  }
  /** Makes an operator who has chosen a passphrase already. The supervisor must be signed in, and is again. */
  const addOperator = async (name: string, role: 'agent' | 'supervisor') => {
    const { operator } = await ask('workspace.get', {})
    const added = await ask('operators.add', { name, role })
    const newPassphrase = passphraseOf(name)
    const input = { operatorId: added.operator.id, passphrase: added.startPassphrase, newPassphrase }
    await ask('session.signIn', input)
    await signIn(operator.name)
    return added.operator
  }
  if (signedIn) {
    const { state, operators } = await ask('session.get', {})
    if (state === 'begin') await ask('session.begin', { name: 'Supervisor', passphrase: passphraseOf('Supervisor') })
    if (state === 'signed-out') await signIn(operators.find(({ role }) => role === 'supervisor')?.name ?? 'nobody')
  }
  return {
    ...running,
    ask,
    changes,
    profileFolder,
    databasePath: join(profileFolder, databaseFileName),
    /** Moves the console's clock on (ms). Somebody sits at the window all the while. */
    advance: (milliseconds: number) => {
      for (let left = milliseconds; left > 0; left -= 30_000) {
        ahead += Math.min(left, 30_000)
        void running.handlers['session.touch']({}, { windowId: 1 })
      }
    },
    /** Moves the console's clock on (ms), forward or back, with nobody at the window. */
    leave: (milliseconds: number) => {
      ahead += milliseconds
    },
    signIn,
    addOperator,
    /** Signs in as an operator of this role, and makes one if there is none: then a supervisor must be at work. */
    async workAs(role: 'agent' | 'supervisor') {
      const { operators } = await ask('session.get', {})
      const name = operators.find((each) => each.role === role)?.name
      return signIn(name ?? (await addOperator('Agent', role)).name)
    },
    /** Connects as a page of a channel does; `time` is what its own clock says. */
    async visit(channelId: string, identity: unknown, sessionToken: string | null = null, time?: number) {
      const { url } = (await ask('workspace.get', {})).intake
      const visitor = await connect(`${String(url).replace('http', 'ws')}/v1/visitor?channel=${channelId}`)
      visitors.push(visitor.socket)
      const page = { form: null, pageUrl: null, ...(time === undefined ? {} : { time }) }
      const said = { type: 'hello', sessionToken, identity: textOf(identity), ...page } as const
      visitor.send(said)
      return { ...visitor, opened: await visitor.next('opened') }
    },
    async stop() {
      for (const socket of visitors) socket.terminate()
      await running.close()
    },
    remove: () => rmSync(profileFolder, { recursive: true, force: true }),
  }
}
export type TestConsole = Awaited<ReturnType<typeof startConsole>>

const textOf = (identity: unknown): string | null => (identity === null ? null : JSON.stringify(identity))

async function connect(url: string) {
  const socket = new WebSocket(url, { origin })
  const arrived: ServerFrame[] = []
  let wake = () => {}
  let closed = false
  socket.on('message', (data) => {
    arrived.push(JSON.parse((data as Buffer).toString('utf8')) as ServerFrame)
    wake()
  })
  socket.on('close', () => {
    closed = true
    wake()
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const send = (frame: VisitorFrame) => socket.send(JSON.stringify(frame))
  /** The next frame of one of some types; those before it are passed over. */
  const nextOf = async <Type extends ServerFrame['type']>(
    ...types: Type[]
  ): Promise<Extract<ServerFrame, { type: Type }>> => {
    for (;;) {
      const at = arrived.findIndex((frame) => types.some((type) => frame.type === type))
      if (at >= 0) return arrived.splice(0, at + 1).at(-1) as Extract<ServerFrame, { type: Type }>
      if (closed)
        throw new Error(`closed before a frame of type ${types.join(' or ')} came: ${JSON.stringify(arrived)}`)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const next = <Type extends ServerFrame['type']>(type: Type) => nextOf(type)
  let sent = 0
  return {
    socket,
    arrived,
    send,
    next,
    nextOf,
    identify: async (identity: unknown) => {
      send({ type: 'identify', identity: textOf(identity) })
      return next('opened')
    },
    say: async (text: string) => {
      sent += 1
      send({ type: 'message', id: `m-${sent}-${randomBytes(4).toString('hex')}`, text })
      return next('ack')
    },
  }
}
