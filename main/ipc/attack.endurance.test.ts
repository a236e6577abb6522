import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { requestNames } from '#shared/contract/names.ts'
import type { Result } from '#shared/contract/result.ts'
import { projectedTables, projections } from '../database-parts.ts'
import { verify } from '../identity/verify.ts'
import { checkDatabase } from '../journal/check-database.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForReading } from '../storage/open.ts'
import { readStamp } from '../storage/stamp-file.ts'
import { measured, repeats } from '../testing/endurance.ts'
import type { Handlers } from './handlers/index.ts'
import { attack } from './testing/attack.ts'
import { type ConsoleUnderAttack, startConsoleUnderAttack, windowIds } from './testing/console-under-attack.ts'
import { type JournalWatch, watchJournal } from './testing/journal-watch.ts'
import { mayAsk } from './testing/who-may.ts'

type Listener = (event: unknown, ...args: unknown[]) => Promise<Result<unknown>>
const registered = vi.hoisted(() => new Map<string, Listener>())
// Electron itself: outside its own process there is no ipcMain to ask.
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => registered.set(channel, listener),
    removeHandler: (channel: string) => registered.delete(channel),
  },
}))
vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000 })

const seed = 20_260 + Number(process.env['BONAFIDE_SEED'] ?? 0)
const unhandled: unknown[] = []
const onUnhandled = (error: unknown) => void unhandled.push(error)
beforeAll(() => void process.on('unhandledRejection', onUnhandled))
afterAll(() => void process.off('unhandledRejection', onUnhandled))

const begun: { attacked: ConsoleUnderAttack; journal: JournalWatch }[] = []
async function begin(alter?: (handlers: Handlers) => Handlers) {
  const attacked = await startConsoleUnderAttack(registered, alter)
  const started = { attacked, journal: watchJournal(attacked.console.databasePath) }
  begun.push(started)
  return started
}
afterEach(async () => {
  for (const { attacked, journal } of begun.splice(0)) {
    journal.close()
    await attacked.stop()
    attacked.console.remove()
  }
})

it('a window under somebody else’s control gets no further than the person who works in it', async () => {
  const { attacked, journal } = await begin()
  const before = verdictsOf(journal)
  const verifiedBefore = verifiedConversations(journal)
  expect([...before.values()].filter((verdict) => JSON.parse(verdict).status === 'verified')).toHaveLength(4)

  const found = await attack(attacked, journal, { seed, requests: repeats(3_000, 100_000) })
  const { asked, codes, wrong, longest } = found

  // No verdict is another one than before, none was added, and each is what the engine says of what was sent.
  let minted = 0
  for (const [id, verdict] of verdictsOf(journal)) {
    const asSent = attacked.messages.get(id)
    const stored = JSON.parse(verdict) as { status: string; reason: string; field: string | null }
    const engine = asSent === undefined ? null : await verify(asSent)
    const isSame = before.get(id) === verdict && stored.status === engine?.status && stored.reason === engine.reason
    if (!isSame || stored.field !== engine.field) minted += 1
  }
  for (const id of verifiedConversations(journal)) if (!verifiedBefore.has(id)) minted += 1

  const internal = attacked.reports.filter(({ where }) => where !== 'sender')
  const megabytes = Math.round(found.growth / 1_000_000)
  measured(
    'renderer as attacker',
    `seed ${seed}, ${asked} requests over ${requestNames.length} names, ${codes.get('ok') ?? 0} carried out, ` +
      `${internal.length + unhandled.length} crashes, ${wrong.length} unauthorised effects, ${minted} verdicts minted, ` +
      `longest work in one go ${longest} ms, heap grown by ${megabytes} MB`,
  )
  expect(internal.map(({ where, error }) => `${where}: ${String(error)}`)).toEqual([])
  expect(unhandled).toEqual([])
  expect(wrong).toEqual([])
  expect(minted).toBe(0)
  expect(longest).toBeLessThan(1_000)
  expect(megabytes).toBeLessThan(100)

  // Void where it did not get through the schemas: who may ask was answered, and who may not was told so.
  const forSupervisors = requestNames.filter((name) => mayAsk[name] === 'supervisor')
  expect(forSupervisors.filter((name) => !found.notAllowed.has(name))).toEqual([])
  expect(found.carriedOut.size).toBeGreaterThan(70)

  // And the console is whole: it answers, and its tables are what its journal says.
  await attacked.enter('supervisor')
  const { rows } = await attacked.ask('supervisor', 'inbox.list', { filter: 'all', cursor: null, limit: 10 })
  expect(rows.length).toBeGreaterThan(0)
  await attacked.console.stop()
  const handle = openForReading(attacked.console.databasePath)
  const stamp = readStamp(`${attacked.console.databasePath}.head.json`)
  expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp }).findings).toEqual([])
  handle.sql.close()
})

it('the same attack finds a console that takes an agent for a supervisor', async () => {
  const { attacked, journal } = await begin((handlers) => {
    const { supervisor, agent } = windowIds
    const entries = Object.entries(handlers).map(([name, handle]) => [
      name,
      (input: never, { windowId }: { windowId: number }) =>
        handle(input, { windowId: windowId === agent && !name.startsWith('session.') ? supervisor : windowId }),
    ])
    return Object.fromEntries(entries) as Handlers
  })
  const { wrong } = await attack(attacked, journal, { seed, requests: 400 })
  expect(wrong.some((each) => each.endsWith('was answered to an agent'))).toBe(true)
  expect(wrong.some((each) => each.endsWith('from agent'))).toBe(true)
})

function verdictsOf(journal: JournalWatch): Map<string, string> {
  const rows = journal.all<{ id: string; verdict: string | null }>('SELECT id, verdict FROM messages')
  return new Map(rows.flatMap(({ id, verdict }) => (verdict === null ? [] : [[id, verdict] as const])))
}

function verifiedConversations(journal: JournalWatch): Set<string> {
  const query = `SELECT id FROM conversations WHERE standing_status = 'verified'`
  return new Set(journal.all<{ id: string }>(query).map(({ id }) => id))
}
