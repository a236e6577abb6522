import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Notice } from '#shared/contract/requests.ts'
import { visitorPage } from '../pages/visitor-page.ts'
import type { Desk } from '../support/desk.ts'
import { test as base, expect } from '../support/desk.ts'
import { request } from '../support/requests.ts'

/** A profile folder that outlives the consoles started on it. */
const test = base.extend<{ profileFolder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
  profileFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'bonafide-e2e-degraded-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

const databaseIn = (folder: string) => join(folder, 'bonafide.sqlite')
const digestOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

async function noticeOf(desk: Desk, id: Notice['id']): Promise<Notice> {
  const { notices } = await desk.ask('workspace.get', {})
  const notice = notices.find((candidate) => candidate.id === id && candidate.severity !== 'info')
  if (notice === undefined) throw new Error(`No notice "${id}" among ${notices.map((one) => one.id).join(', ')}`)
  await expect(desk.page.getByText(notice.title).first()).toBeVisible()
  expect(notice.message).not.toMatch(/\/|\\|Error:/)
  return notice
}

test('a damaged database: the console starts, says so, and keeps the file byte for byte', async ({
  launch,
  profileFolder,
}) => {
  const first = await launch({ profileFolder })
  await first.ask('demo.begin', {})
  await first.running.close()
  const file = databaseIn(profileFolder)
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 100, Math.min(bytes.length, 20_000))
  writeFileSync(file, bytes)
  const before = digestOf(file)

  const desk = await launch({ profileFolder })
  expect((await noticeOf(desk, 'storage')).message).toContain('kept as it is')
  await expect(request(desk.page, 'inbox.list', { filter: 'all', cursor: null, limit: 10 })).resolves.toMatchObject({
    ok: false,
    problem: { code: 'storage-unavailable' },
  })
  await desk.running.close()
  expect(digestOf(file)).toBe(before)
})

test('a file that is no database is kept byte for byte', async ({ launch, profileFolder }) => {
  const file = databaseIn(profileFolder)
  writeFileSync(file, 'These are the minutes of our last meeting.\n'.repeat(100))
  const before = digestOf(file)
  const desk = await launch({ profileFolder })
  expect((await noticeOf(desk, 'storage')).message).toContain('kept as it is')
  await desk.running.close()
  expect(digestOf(file)).toBe(before)
})

test('a database of a newer version is refused and kept byte for byte', async ({ launch, profileFolder }) => {
  const first = await launch({ profileFolder })
  await first.running.close()
  const file = databaseIn(profileFolder)
  const bytes = readFileSync(file)
  // user_version stands at byte 60, big-endian (SQLite file format §1.3).
  bytes.writeUInt32BE(99_990, 60)
  writeFileSync(file, bytes)
  const before = digestOf(file)
  const desk = await launch({ profileFolder })
  expect((await noticeOf(desk, 'storage')).message).toContain('newer version')
  await desk.running.close()
  expect(digestOf(file)).toBe(before)
})

test('a taken port: the console starts without visitors, and says which way out there is', async ({ launch }) => {
  const squatter = createServer()
  await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done))
  const desk = await launch({ port: (squatter.address() as AddressInfo).port })
  const { intake } = await desk.ask('workspace.get', {})
  expect(intake.state).toBe('stopped')
  const { message } = await noticeOf(desk, 'intake')
  expect(message).toMatch(/Close the other program, or start with “npm start -- --port=\d+” \(or set BONAFIDE_PORT\)\./)
  await expect(desk.page.getByText('Not receiving')).toBeVisible()
  squatter.close()
})

test('a missing keystore: keys that cannot be opened make verdicts unchecked, and nothing is deleted', async ({
  launch,
  profileFolder,
  visitors,
}) => {
  const first = await launch({ profileFolder })
  test.skip(first.running.runtime === 'electron', 'Electron’s keystore belongs to the operating system')
  const { demo } = await first.ask('demo.begin', {})
  const url = demo?.pages.find((page) => page.url.endsWith('/fernand/signed-in'))?.url ?? ''
  const { port } = first.running
  const context = await visitors.newContext()
  const visitor = visitorPage(await context.newPage())
  await visitor.page.goto(url)
  await visitor.openChat()
  await visitor.write('Before the keystore went.')
  await visitor.sent('Before the keystore went.')
  await first.running.close()
  rmSync(join(profileFolder, 'host-keystore.key'))

  const desk = await launch({ profileFolder, port })
  expect((await noticeOf(desk, 'keystore')).message).toContain('Nothing was deleted')
  await visitor.write('After the keystore went.')
  await visitor.sent('After the keystore went.')
  await desk.openConversationWith('After the keystore went.')
  expect(await desk.badgeUnder('Before the keystore went.')).toMatch(/^Verified/)
  expect(await desk.badgeUnder('After the keystore went.')).toMatch(/^Cannot be checked/)
  const { channels } = await desk.ask('channels.list', {})
  const workshop = channels.find(({ name }) => name === 'Workshop')
  expect(workshop?.keys).toMatchObject([{ available: false, state: 'active' }])
  await context.close()
})
