import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type RequestName, requestNames } from '#shared/contract/names.ts'
import type { Result } from '#shared/contract/result.ts'
import { below, pseudoRandom } from '../../testing/pseudo-random.ts'
import type { ConsoleUnderAttack, WindowName } from './console-under-attack.ts'
import { junk, mutated, unknownName } from './hostile-input.ts'
import type { JournalWatch } from './journal-watch.ts'
import { makeInput, type Pool } from './make-input.ts'
import { mayAsk } from './who-may.ts'

const texts = [
  'Hello',
  'Where is my order?',
  'The card 4111 1111 1111 1111 is on file.',
  'x',
  'Second',
  'a passphrase that nobody has',
  'another passphrase of nobody',
  'https://shop.example',
  'http://127.0.0.1:8080',
  '{"email":"ann@example.com"}',
  '[{"title":"T","body":"B","sensitivity":"public","tags":[]}]',
  'title,body,sensitivity,tags\nT,B,public,',
  'request-0000000001',
  'request-0000000002',
  'Hi {{visitor.name}}',
  'é\u0301 \u202E \u{1F600}',
  'y'.repeat(4_000),
  '',
]
/** Requests that make something new, each with the number of times that they may: the console is not to fill up. */
const mostMade: Partial<Record<RequestName, number>> = {
  'channels.add': 40,
  'keys.add': 80,
  'operators.add': 30,
  'template.save': 60,
  'template.import': 20,
  'draft.save': 4_000,
}
/** Tables outside the journal that an agent has no business with; `operator_secrets` is judged row by row. */
const sealed = ['sealed_keys', 'sealed_values']

export interface Attack {
  asked: number
  /** How often each code was answered; `ok` for what was carried out. */
  codes: ReadonlyMap<string, number>
  /** `agent reply.send`: what was carried out for whom. */
  carriedOut: ReadonlySet<string>
  /** Requests that were refused to somebody for who they are. */
  notAllowed: ReadonlySet<string>
  /** What should not have happened, in words. */
  wrong: string[]
  /** Milliseconds of this thread's own work without a break. */
  longest: number
  /** Growth of the heap (bytes) after the first fifth. */
  growth: number
}

/**
 * Makes random requests from the windows of an agent, of a supervisor, of nobody, and of all at a time, one after the
 * other or at once, and looks at every answer and every event.
 */
export async function attack(
  attacked: ConsoleUnderAttack,
  journal: JournalWatch,
  { seed, requests }: { seed: number; requests: number },
): Promise<Attack> {
  const random = pseudoRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[below(random, items.length)] as Item
  let pool = readPool(journal, random)
  const made = new Map<string, number>()
  const sent: { name: unknown; input: unknown }[] = []
  const codes = new Map<string, number>()
  const allowed = new Set<string>()
  const notAllowed = new Set<string>()
  const wrong: string[] = []
  const latest: string[] = []
  const spellings = attacked.secrets.flatMap((secret) => {
    const bytes = Buffer.from(secret)
    return [secret, ...(['hex', 'base64url'] as const).map((encoding) => bytes.toString(encoding))]
  })
  journal.next()

  const loop = watchLoop()
  const memory = { start: 0, end: 0 }
  let asked = 0
  while (asked < requests) {
    const share = random()
    const mode = share < 0.45 ? 'agent' : share < 0.75 ? 'supervisor' : share < 0.9 ? 'nobody' : 'mixed'
    const operators = {
      supervisor: await attacked.enter('supervisor'),
      agent: await attacked.enter('agent'),
    }
    journal.next()
    const sealedBefore = mode === 'agent' || mode === 'nobody' ? sealed.map((table) => journal.snapshot(table)) : null
    const batch = Array.from({ length: 1 + below(random, 40) }, () => {
      const window: WindowName = mode === 'mixed' ? pick(['agent', 'supervisor', 'nobody'] as const) : mode
      return { window, ...makeRequest() }
    })
    asked += batch.length
    const together = random() < 0.7
    const answers: Promise<void>[] = []
    for (const each of batch) {
      attacked.pass(6)
      const answered = send(each)
      if (together) answers.push(answered)
      else await answered
    }
    await Promise.all(answers)
    const events = journal.next()
    const theirs = new Set(
      mode === 'mixed'
        ? [operators.agent, operators.supervisor]
        : mode === 'nobody'
          ? []
          : [operators[mode as 'agent' | 'supervisor']],
    )
    for (const event of events) {
      if (!event.actor.startsWith('operator:') || journal.isTrailing(event)) continue
      if (!theirs.has(event.actor.slice('operator:'.length) as never))
        wrong.push(`${event.type} by ${event.actor} from ${mode}`)
    }
    if (sealedBefore !== null && sealed.some((table, index) => journal.snapshot(table) !== sealedBefore[index])) {
      wrong.push(`keys were changed from ${mode}`)
    }
    if (asked % 2_000 < batch.length) pool = readPool(journal, random)
    if (memory.start === 0 && asked > requests / 5) memory.start = heapNow()
  }
  memory.end = heapNow()
  const longest = loop.stop()

  function makeRequest(): { name: unknown; args: unknown[]; way: 'own' | 'foreign' } {
    const kind = random()
    const way = kind < 0.04 ? 'foreign' : 'own'
    if (kind < 0.08) {
      const name = unknownName(random, requestNames)
      return { name, args: [name, junk(random)], way }
    }
    if (kind < 0.1) {
      const name = pick(requestNames)
      return { name, args: pick([[], [name], [name, {}, {}], [{}, name]]), way }
    }
    const old = sent[below(random, sent.length)]
    if (kind < 0.15 && old !== undefined) return { name: old.name, args: [old.name, old.input], way }
    let name = pick(requestNames)
    while ((made.get(name) ?? 0) >= (mostMade[name] ?? Number.POSITIVE_INFINITY)) name = pick(requestNames)
    let input = withMaterial(makeInput(name, random, pool))
    if (kind < 0.45) input = mutated(input, random)
    else if (kind < 0.52) input = junk(random)
    sent[below(random, 500)] = { name, input }
    return { name, args: [name, input], way }
  }

  function withMaterial(input: unknown): unknown {
    if (typeof input !== 'object' || input === null || !('material' in input) || random() < 0.3) return input
    const material = Array.from({ length: 40 }, () => pick([...'abcdefghijkmnpqrstuvwxyz23456789'])).join('')
    return { ...input, material: random() < 0.1 ? `-----BEGIN PRIVATE KEY-----\n${material}\n` : material }
  }

  async function send(request: { window: WindowName; name: unknown; args: unknown[]; way: 'own' | 'foreign' }) {
    const { window, name, args, way } = request
    const own = attacked.ownEvent(window)
    const event = way === 'own' ? own : pick(foreign(own))
    let result: Result<unknown>
    try {
      result = await attacked.call(event, ...args)
    } catch (error) {
      wrong.push(`${String(name)} rejected: ${String(error).slice(0, 200)}`)
      return
    }
    const code = result.ok ? 'ok' : result.problem.code
    codes.set(code, (codes.get(code) ?? 0) + 1)
    const answer = JSON.stringify(result)
    lookForSecrets(name, args[1], answer)
    if (way === 'foreign' && code !== 'sender-refused') wrong.push(`${String(name)} from a foreign sender: ${code}`)
    if (typeof name !== 'string' || !(requestNames as readonly string[]).includes(name)) {
      if (result.ok) wrong.push(`${String(name)} was answered`)
      return
    }
    const known = name as RequestName
    if (code === 'not-allowed') notAllowed.add(known)
    if (!result.ok) return
    made.set(known, (made.get(known) ?? 0) + 1)
    allowed.add(`${window} ${known}`)
    attacked.note(known, args[1], result.value)
    if (window === 'nobody' && mayAsk[known] !== 'anybody') wrong.push(`${known} was answered where nobody works`)
    // Whoever was an agent when the batch began may have been promoted in a mixed one: the journal's roles decide then.
    if (window === 'agent' && mayAsk[known] === 'supervisor') wrong.push(`${known} was answered to an agent`)
    if (window === 'agent' && /"hints":\[\{/.test(answer)) wrong.push(`${known} gave hints to an agent`)
    const { value } = result as { value: { token?: string; startPassphrase?: string } }
    for (const secret of [value.token, value.startPassphrase]) {
      if (typeof secret === 'string' && /^(channels\.makeServerToken|operators\.(add|reset))$/.test(known)) {
        latest.push(secret)
        if (latest.length > 40) latest.shift()
      }
    }
  }

  function lookForSecrets(name: unknown, input: unknown, answer: string): void {
    const needles = [...spellings, ...latest, ...attacked.places, 'node_modules', 'file:///', 'SQLITE_', 'SqliteError']
    const found =
      needles.find((needle) => answer.includes(needle)) ?? /\\n {4}at |\.ts:\d|\beyJ[\w-]{10,}\./.exec(answer)?.[0]
    if (found !== undefined) wrong.push(`${String(name)} answered with ${found.slice(0, 12)}…`)
    const material = (input as { material?: unknown } | undefined | null)?.material
    if (typeof material === 'string' && material.length > 16 && material.length < 2_000 && answer.includes(material)) {
      wrong.push(`${String(name)} echoed a key`)
    }
  }

  return {
    asked,
    codes,
    carriedOut: allowed,
    notAllowed,
    wrong: [...new Set([...wrong, ...journal.wrong])],
    longest,
    growth: memory.end - memory.start,
  }
}

function readPool(journal: JournalWatch, random: () => number): Pool {
  const tables = [
    'channels',
    'conversations',
    'messages',
    'templates',
    'flags',
    'grant_requests',
    'operators',
    'channel_keys',
  ]
  const ids = tables.flatMap((table) =>
    // In the order in which they were made: the same seed picks the same ones, whatever they are called this time.
    shuffled(journal.all<{ id: string }>(`SELECT id FROM ${table} ORDER BY rowid LIMIT 400`), random)
      .slice(0, 12)
      .map(({ id }) => id),
  )
  // A look has no table: its id stands in the journal alone.
  const looks = journal.all<{ id: string }>(
    `SELECT c.json ->> '$.lookId' AS id FROM journal j JOIN journal_content c ON c.seq = j.seq
     WHERE j.type = 'live.looked' ORDER BY j.seq LIMIT 12`,
  )
  return {
    ids: [
      ...ids,
      ...looks.map(({ id }) => id),
      'look_none',
      'conv_none',
      'msg_none',
      'tmpl_none',
      'chan_none',
      'oper_none',
      'blck_none',
      'cont_none',
    ],
    texts,
  }
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item)
}

/** Senders that are not the main frame of an admitted window. */
function foreign({ sender, senderFrame }: ReturnType<ConsoleUnderAttack['ownEvent']>): object[] {
  return [
    { sender, senderFrame: null },
    { sender, senderFrame: { ...senderFrame, parent: senderFrame } },
    { sender, senderFrame: { ...senderFrame, frameTreeNodeId: 8 } },
    { sender, senderFrame: { ...senderFrame, origin: 'https://example.org' } },
    { sender, senderFrame: { ...senderFrame, origin: 'app://console.evil' } },
    { sender, senderFrame: { ...senderFrame, origin: 'null' } },
    { sender: { ...sender }, senderFrame },
    { sender: { ...sender, id: 9 }, senderFrame },
  ]
}

/**
 * The longest time (ms) that this thread worked without a break: its own work, so that a machine busy with other
 * things does not count.
 */
function watchLoop(): { stop(): number } {
  const worked = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1_000
  }
  let last = worked()
  let longest = 0
  const look = () => {
    const now = worked()
    longest = Math.max(longest, now - last)
    last = now
  }
  let running = true
  const turn = () => {
    look()
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    stop() {
      running = false
      return Math.round(longest)
    },
  }
}

function heapNow(): number {
  setFlagsFromString('--expose_gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}
