import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { exportJournalFile } from '../../main/cli/journal-export.ts'
import { measured } from '../../main/testing/endurance.ts'
import { addChannelPage } from '../pages/add-channel-page.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import { type Desk, expect, test } from '../support/desk.ts'
import { firstOperator, passphraseOf } from '../support/operators.ts'
import { findSecrets, type Place, spellingsOf } from '../support/secret-search.ts'
import { keyedHash, makeSecret } from '../support/signer.ts'

const origin = 'https://shop.example'
const email = 'richard@piedpiper.com'

test('planted secrets are nowhere after a day of work', async ({ launch }) => {
  test.setTimeout(180_000)
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-secrets-'))
  const transcriptFile = join(folder, 'transcript.ndjson')
  const desk = await launch({ as: false, env: { BONAFIDE_TRANSCRIPT_FILE: transcriptFile } })
  const { page, running } = desk
  page.setDefaultTimeout(20_000)
  const secrets: Record<string, string> = {
    'the first key': makeSecret(),
    'the second key': makeSecret(),
    'the passphrase': passphraseOf(firstOperator),
    'the new passphrase': 'quite another one for the evening',
  }
  try {
    await signInPage(page).begin(firstOperator)
    const first = await addChannel(desk, 'Fernand', 'Piper', secrets['the first key'] as string, true)
    await addChannel(desk, 'Help Scout', 'Hooli', secrets['the second key'] as string, false)
    const hash = keyedHash(secrets['the first key'] as string, email)
    secrets['the proof of the visitor'] = hash
    secrets['the token of the site’s server'] = await makeServerToken(desk, 'Piper')

    const visitor = await visit(running.port, first, { name: 'Richard', email, hash })
    secrets['the token of the visitor’s session'] = visitor.sessionToken
    await visitor.say('Where is my order?')
    await desk.goTo('Inbox')
    await desk.openConversationWith('Where is my order?')
    await desk.badge('Where is my order?').click()
    await page.keyboard.press('Escape')
    await desk.replyBox.click()
    await page.keyboard.type('It is on its way.')
    await desk.send()
    await desk.thread.getByText('It is on its way.').waitFor()
    await changePassphrase(desk, secrets['the passphrase'] as string, secrets['the new passphrase'] as string)
    await desk.chooseFromMenu('Lock')
    await signInPage(page).passphrase.click()
    await page.keyboard.insertText(secrets['the new passphrase'] as string)
    await page.keyboard.press('Enter')
    for (const view of ['Templates', 'Contacts', 'Review', 'Channels', 'Inbox'] as const) await desk.goTo(view)
    await desk.row('It is on its way.').click()
    await desk.message('Where is my order?').waitFor()
    visitor.close()

    const exported = join(folder, 'journal.jsonl')
    expect(exportJournalFile(join(running.profileFolder, 'bonafide.sqlite'), exported, () => undefined)).toBe(0)
    const csv = await desk.ask('template.export', { format: 'csv' })
    const whileOpen = [
      { name: 'heap of the window', bytes: await heapOf(page) },
      ...(existsSync(transcriptFile) ? transcriptOf(transcriptFile) : []),
      { name: 'journal as it is exported', bytes: readFileSync(exported) },
      { name: 'templates as they are exported', bytes: Buffer.from(csv.text) },
      { name: 'what the console printed', bytes: Buffer.from(running.logs()) },
      ...filesOf(running.profileFolder, 'open'),
    ]
    await running.kill()
    const places = [...whileOpen, ...filesOf(running.profileFolder, 'after a crash')]

    // Void where it would not have been found: each place once more, with a secret in it, in each of its spellings.
    for (const { name, bytes } of places) {
      for (const [secret, text] of Object.entries(secrets)) {
        for (const [spelling, spelled] of spellingsOf(text)) {
          const middle = Math.floor(bytes.length / 2)
          const end = Math.min(bytes.length, middle + 64)
          const planted = Buffer.concat([
            bytes.subarray(Math.max(0, middle - 64), middle),
            spelled,
            bytes.subarray(middle, end),
          ])
          if (findSecrets([{ name, bytes: planted }], { [secret]: text }).length === 0) {
            throw new Error(`${secret} as ${spelling} would not be found in ${name}`)
          }
        }
      }
    }
    // What the agent saw of the visitor is known to stand in these, and is found there.
    const holding = places.filter(({ bytes }) => bytes.includes(email) || bytes.includes(Buffer.from(email, 'utf16le')))
    const expected = ['heap of the window', 'journal as it is exported', 'bonafide.sqlite-wal']
    if (running.runtime === 'chromium') expected.push('answers to the window')
    for (const place of expected) expect(holding.map(({ name }) => name).join('\n')).toContain(place)

    const found = findSecrets(places, secrets)
    const megabytes = Math.round(places.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1_000_000)
    measured(
      'planted secrets',
      `${Object.keys(secrets).length} secrets in ${places.length} places (${megabytes} MB), ${new Set(found.map((each) => each.replace(/ \(.*/, ''))).size} found`,
    )
    expect(found).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await running.close()
  }
})

/** By keyboard, without the secret in any script of the page but the console's own. @returns the channel's id */
async function addChannel(desk: Desk, vendor: string, name: string, secret: string, isFirst: boolean): Promise<string> {
  const { page } = desk
  const wizard = addChannelPage(page)
  if (isFirst) await page.getByRole('main').getByRole('button', { name: 'Connect your site' }).click()
  else {
    await desk.goTo('Channels')
    await wizard.begin()
  }
  await wizard.chooseVendor(vendor, name)
  await wizard.goOn('Key')
  await wizard.giveKey(secret)
  await wizard.goOn('Site')
  await wizard.giveOrigins([origin])
  await wizard.goOn('Code')
  await wizard.goOn('Test')
  if (vendor === 'Fernand') await wizard.test(JSON.stringify({ user: { email, hash: keyedHash(secret, email) } }))
  await wizard.goOn('Policy')
  await wizard.finish()
  const { channels } = await desk.ask('channels.list', {})
  const made = channels.find((channel) => channel.name === name)
  if (made === undefined) throw new Error(`no channel ${name}`)
  return made.id
}

async function makeServerToken(desk: Desk, name: string): Promise<string> {
  const main = desk.page.getByRole('main')
  await desk.goTo('Channels')
  await main.getByText(name, { exact: true }).first().click()
  const tab = main.getByRole('tab', { name: /server/i })
  if ((await tab.count()) > 0) await tab.click()
  await main.getByRole('button', { name: 'Make a token' }).click()
  const shown = main
    .locator('.ui-code, pre, code')
    .filter({ hasText: /^[A-Za-z0-9_-]{40,}$/ })
    .first()
  return (await shown.innerText()).trim()
}

async function changePassphrase(desk: Desk, current: string, next: string): Promise<void> {
  const { page } = desk
  await desk.goTo('Settings')
  await page.getByRole('button', { name: 'Change my passphrase' }).click()
  const form = page.locator('.settings-passphrase')
  for (const [index, text] of [current, next, next].entries()) {
    await form.getByRole('textbox').nth(index).click()
    await page.keyboard.insertText(text)
  }
  await page.keyboard.press('Enter')
  await page.getByText('Your passphrase was changed').waitFor()
}

/** A visitor without a browser: the page would hold its own proof and token, which is no leak. */
async function visit(port: number, channelId: string, identity: object) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/visitor?channel=${channelId}`, { origin })
  const answers: { type: string; sessionToken?: string }[] = []
  let wake = () => {}
  socket.on('message', (data: Buffer) => {
    answers.push(JSON.parse(data.toString('utf8')) as { type: string })
    wake()
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const next = async (type: string) => {
    for (;;) {
      const found = answers.find((answer) => answer.type === type)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  socket.send(
    JSON.stringify({
      type: 'hello',
      sessionToken: null,
      identity: JSON.stringify(identity),
      form: null,
      pageUrl: null,
    }),
  )
  const { sessionToken } = await next('opened')
  if (typeof sessionToken !== 'string') throw new Error('no session was opened')
  return {
    sessionToken,
    say: async (text: string) => {
      socket.send(JSON.stringify({ type: 'message', id: 'm-0000001', text }))
      await next('ack')
    },
    close: () => socket.close(),
  }
}

/** After a collection: what is only waiting to be thrown away is not kept. */
async function heapOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: false })
  await session.detach()
  return Buffer.from(chunks.join(''))
}

/**
 * A secret stands in the one question that hands it over, under its own member, and a new token in the one answer that
 * shows it: those are taken out, and nothing else is.
 */
function transcriptOf(file: string): Place[] {
  const ways: Record<string, string[]> = { asked: [], answered: [], pushed: [] }
  let tokens = 0
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue
    const { way, said } = JSON.parse(line) as { way: string; said: unknown }
    if (way === 'asked') {
      const [name, input] = said as [string, Record<string, unknown>]
      const handed = /^keys\.(lint|add)$/.test(name) ? ['material'] : []
      if (name.startsWith('session.')) handed.push('passphrase', 'newPassphrase', 'current', 'next')
      if (name === 'channels.testPayload') handed.push('payload')
      const kept = Object.entries(input).filter(([member]) => !handed.includes(member))
      ways['asked']?.push(JSON.stringify([name, Object.fromEntries(kept)]))
    } else if (way === 'answered' && /^\{"ok":true,"value":\{"token":"[^"]+"\}\}$/.test(JSON.stringify(said)))
      tokens += 1
    else ways[way]?.push(JSON.stringify(said))
  }
  expect(tokens).toBe(1)
  return [
    { name: 'questions of the window', bytes: Buffer.from((ways['asked'] ?? []).join('\n')) },
    { name: 'answers to the window', bytes: Buffer.from((ways['answered'] ?? []).join('\n')) },
    { name: 'what the window was told', bytes: Buffer.from((ways['pushed'] ?? []).join('\n')) },
  ]
}

/** Every file below the profile: database, its log and stamp, settings, logs, crash reports, the browser's own. */
function filesOf(folder: string, when: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return []
    const path = join(entry.parentPath, entry.name)
    try {
      return [{ name: `${relative(folder, path)} (${when})`, bytes: readFileSync(path) }]
    } catch {
      // Chromium takes its own files away now and then.
      return []
    }
  })
}
