import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import type { FlagId } from '#shared/domain/ids.ts'
import type { Decision, FlagKind } from '#shared/domain/review.ts'
import { measured } from '../../main/testing/endurance.ts'
import { type FilterName, reviewPage } from '../pages/review-page.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { mixedFlags, raiseMixedFlags } from '../support/mixed-flags.ts'

test.describe.configure({ timeout: 240_000 })

const wanted = Object.values(mixedFlags).reduce((sum, count) => sum + count, 0)

/** What this supervisor decides, by what the screen says. */
const judgement: Record<string, { digit: '1' | '2' | '3'; decision: Decision; note: string }> = {
  'Proof rejected': { digit: '3', decision: 'set-up-fault', note: 'Signed with another key' },
  'Identity switched': { digit: '2', decision: 'impersonation', note: 'Tries names' },
  'Claims a verified customer': { digit: '2', decision: 'impersonation', note: 'Not the customer' },
  'Proof seen elsewhere': { digit: '1', decision: 'genuine', note: 'Has two devices' },
  'Unsigned field': { digit: '3', decision: 'set-up-fault', note: 'The page repeats the form' },
  'Secret exposed': { digit: '3', decision: 'set-up-fault', note: 'They change the key' },
  'Blocked identity': { digit: '2', decision: 'impersonation', note: 'As before' },
  'Reply blocked': { digit: '1', decision: 'genuine', note: 'A mistake of ours' },
  'Reported by an agent': { digit: '1', decision: 'genuine', note: 'Looked at' },
}
const titleOfKind: Record<FlagKind, string> = {
  'proof-rejected': 'Proof rejected',
  'identity-switched': 'Identity switched',
  'claims-verified-contact': 'Claims a verified customer',
  'proof-seen-elsewhere': 'Proof seen elsewhere',
  'unsigned-field': 'Unsigned field',
  'secret-exposed': 'Secret exposed',
  'blocked-identity': 'Blocked identity',
  'blocked-send': 'Reply blocked',
  'agent-report': 'Reported by an agent',
}

/** From here on the window counts what a hand on a mouse would send. */
async function watchForMouse(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = globalThis as unknown as { mouseEvents: number }
    counted.mouseEvents = 0
    for (const name of ['mousemove', 'mousedown', 'pointerdown', 'pointermove', 'dblclick', 'wheel', 'touchstart']) {
      addEventListener(name, () => (counted.mouseEvents += 1), { capture: true })
    }
  })
  return () => page.evaluate(() => (globalThis as unknown as { mouseEvents: number }).mouseEvents)
}

/** What the record says was decided, straight from the file. */
function decisionsInJournal(desk: Desk): { flagId: FlagId; operatorId: string; decision: Decision; note: string }[] {
  const database = new Database(join(desk.running.profileFolder, 'bonafide.sqlite'), { readonly: true })
  const rows = database
    .prepare(`SELECT c.json FROM journal j JOIN journal_content c ON c.seq = j.seq WHERE j.type = 'flag.decided'`)
    .all() as { json: string }[]
  database.close()
  return rows.map(({ json }) => JSON.parse(json))
}

test('a day of 200 flags, decided by keyboard only, one by one and in bulk, and none is lost or doubled', async ({
  desk,
}) => {
  const { page } = desk
  const { keyboard } = page
  const review = reviewPage(page)
  await raiseMixedFlags(desk)
  const { operator } = await desk.ask('workspace.get', {})
  const raised = (await desk.ask('flags.list', { state: 'open', limit: 500 })).rows
  const counted = Object.fromEntries(
    Object.keys(mixedFlags).map((kind) => [kind, raised.filter((flag) => flag.kind === kind).length]),
  )
  expect(counted).toEqual(mixedFlags)
  const before = decisionsInJournal(desk).length
  const kindOf = new Map(raised.map(({ id, kind }) => [id, kind]))
  const mouseEvents = await watchForMouse(page)
  const begun = performance.now()
  let presses = 0
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key)
    presses += keys.length
  }

  await press('Control+k')
  await keyboard.type('Go to Review')
  await press('Enter')
  await expect(review.rows.first()).toBeVisible()
  await expect(page.getByRole('checkbox', { name: `of ${wanted}` })).toBeAttached()

  let lastNote = ''
  const decide = async (title: string, ids: string[]) => {
    const { digit, note } = judgement[title] as (typeof judgement)[string]
    await press(digit)
    await review.note.and(page.locator(':focus')).waitFor()
    if (note === lastNote) await press('ArrowUp')
    else await keyboard.type(note)
    lastNote = note
    await press('Control+Enter')
    for (const id of ids) await page.locator(`#${id}`).waitFor({ state: 'detached' })
    for (const id of ids) expect(undecided.delete(id)).toBe(true)
  }
  const choose = async (name: FilterName, letters: string) => {
    await press('f')
    for (let tabs = 0; !(await isFocused(page, name)); tabs += 1) {
      expect(tabs).toBeLessThan(5)
      await press('Tab')
    }
    await press('Enter')
    await expect(page.getByRole('listbox', { name })).toBeVisible()
    await keyboard.type(letters)
    await press('Enter')
    await expect(page.getByRole('listbox', { name })).toHaveCount(0)
    await press('Escape')
  }

  // Forty one by one: each is read, and what is decided is what stands there.
  const undecided = new Set(raised.map(({ id }) => `row-${id}`))
  let single = 0
  const decideOne = async () => {
    await review.current.locator('.review-row-body:focus').waitFor()
    await review.evidence.getByRole('listitem').first().waitFor()
    const { id, title, heading } = await lookedAt(page)
    expect(heading).toBe(title)
    await decide(title, [id])
    single += 1
  }
  await press('j', 'k')
  const oneByOne = performance.now()
  const pressesBefore = presses
  for (let count = 0; count < 40; count += 1) await decideOne()
  const perFlag = (performance.now() - oneByOne) / single
  const keysPerFlag = (presses - pressesBefore) / single

  // One reason at a time, all at once.
  let bulks = 0
  for (const kind of ['proof-rejected', 'unsigned-field', 'blocked-send'] as const) {
    const title = titleOfKind[kind]
    await choose('Reason', title.slice(0, 8))
    await expect(review.row(title).first()).toBeVisible()
    // The rows of before stay until the others are there.
    await expect.poll(async () => (await review.rows.count()) - (await review.row(title).count())).toBe(0)
    await press('a')
    await decide(title, await selectedRows(page))
    await expect(page.getByText('Nothing like that here')).toBeVisible()
    await press('c')
    bulks += 1
  }
  // By every other filter: what it leaves is what was asked for.
  await choose('Channel', 'Insurance')
  await expect(review.rows.filter({ hasNotText: 'Insurance' })).toHaveCount(0)
  await expect(review.rows.first()).toBeVisible()
  await press('Home')
  await decideOne()
  await press('c')
  await choose('Severity', 'Notice')
  await expect(review.rows.first().getByRole('img', { name: 'Notice' })).toBeVisible()
  await expect(review.rows.getByRole('img', { name: 'Serious' })).toHaveCount(0)
  await press('c')
  await choose('Age', 'Older')
  await expect(page.getByText('Nothing like that here')).toBeVisible()
  await choose('Age', 'Last hour')
  await expect(review.rows.first()).toBeVisible()
  expect(await review.rows.count()).toBe(undecided.size)
  await press('c')
  const mine = new Set(
    (await desk.ask('flags.list', { state: 'open', agentId: operator.id, limit: 500 })).rows.map(
      ({ id }) => `row-${id}`,
    ),
  )
  await choose('Agent', 'Supervisor')
  await expect
    .poll(async () => new Set(await review.rows.evaluateAll((rows) => rows.map(({ id }) => id))))
    .toEqual(mine)
  await press('c')
  await expect(review.rows.first()).toBeVisible()

  // The rest: what is alike at once, and every third lot from the first to the last of five, or of as many as are there.
  for (let lot = 0; undecided.size > 0; lot += 1) {
    await press('Home')
    await review.current.locator('.review-row-body:focus').waitFor()
    const { title } = await lookedAt(page)
    if (lot % 3 === 0) {
      await decideOne()
      continue
    }
    if (lot % 3 === 1) {
      const following = (await review.rows.locator('.review-kind').allInnerTexts()).map((each) => each.trim())
      const run = following.findIndex((each) => each !== title)
      await press('x')
      for (let more = 1; more < Math.min(5, run === -1 ? following.length : run); more += 1) await press('j')
      await press('X')
    } else await press('s')
    await decide(title, await selectedRows(page))
    bulks += 1
  }
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  const took = performance.now() - begun
  expect(await mouseEvents()).toBe(0)

  // The journal has one decision of this operator for each, and the right one.
  const written = decisionsInJournal(desk).slice(before)
  expect(written).toHaveLength(wanted)
  expect(new Set(written.map(({ flagId }) => flagId))).toEqual(new Set(kindOf.keys()))
  expect(new Set(written.map(({ operatorId }) => operatorId))).toEqual(new Set([operator.id]))
  const wrong = written.filter(({ flagId, decision, note }) => {
    const right = judgement[titleOfKind[kindOf.get(flagId) as FlagKind]]
    return decision !== right?.decision || note !== right.note
  })
  expect(wrong).toEqual([])
  // A hand on the mouse would have been noticed.
  await page.mouse.move(200, 200)
  expect(await mouseEvents()).toBeGreaterThan(0)
  measured(
    'review, a day of flags by keyboard',
    `${written.length} decided, ${single} one by one and the rest in ${bulks} bulks, 0 lost, 0 doubled, 0 wrong, 0 mouse events; ` +
      `${Math.round(perFlag)} ms and ${keysPerFlag} keys besides the note per flag of the first forty, ${(took / 1_000).toFixed(0)} s in all`,
  )
})

/** The flag that is looked at, as the list and the detail beside it tell of it. */
function lookedAt(page: Page): Promise<{ id: string; title: string; heading: string }> {
  return page.evaluate(() => {
    const row = document.querySelector('.review-row[data-current]')
    return {
      id: row?.id ?? '',
      title: row?.querySelector('.review-kind')?.textContent?.trim() ?? '',
      heading: document.querySelector('.review-detail h2')?.textContent ?? '',
    }
  })
}

const selectedRows = (page: Page): Promise<string[]> =>
  page.locator('.review-row[data-selected]').evaluateAll((rows) => rows.map(({ id }) => id))

async function isFocused(page: Page, name: FilterName): Promise<boolean> {
  return reviewPage(page)
    .filter(name)
    .evaluate((element) => element === document.activeElement)
}
