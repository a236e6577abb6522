import type { Browser, Page } from '@playwright/test'
import { keyedHash } from '../../demo/signing.ts'
import { insightsPage } from '../pages/insights-page.ts'
import { livePage } from '../pages/live-page.ts'
import type { Desk } from './desk.ts'
import { everyScreen } from './every-screen.ts'
import { heardAsBadges, unannounced } from './heard.ts'
import { plainAddress } from './hidden-strings.ts'
import type { Box, Ink } from './ink.ts'
import { inkReader } from './ink.ts'
import { sendFromServer } from './send-from-server.ts'

/** What all looks at one place found together. */
export interface PlaceFound extends Ink {
  looks: number
  /** What would be heard as a badge, and given text that nothing announces. */
  faults: string[]
}

export interface Found {
  places: Map<string, PlaceFound>
  /** Rows and headers compared with those of a plain name, and their different pixels outside of the name's box; rows of another standing are not compared. */
  twins: { rows: number; otherRows: number; heads: number; different: number }
  /** What the same looks find where there is something to be found. */
  control: { seen: Ink; heard: string[]; silent: string[] }
}

const secret = '5f0c3a917be24d6688a1c0e93d7f52b4ac186e20'
const greeting = 'Hello.'
const plainName = 'Anna Meyer'
const blocked = 'Your refund goes to DE89 3704 0044 0532 0130 00.'

/**
 * Sends messages under each name and of each body, and looks at every place of the window where a visitor's text stands
 * near a badge: first with the text, then with its room empty.
 */
export async function lookAtAllPlaces(
  desk: Desk,
  visitors: Browser,
  { names, bodies }: { names: readonly string[]; bodies: readonly string[] },
): Promise<Found> {
  const { page } = desk
  const identityOf = (name: string) => ({ email: name, name })
  const real = { email: plainAddress, hash: keyedHash(secret, plainAddress) }
  const sent = [
    { session: 'real', text: 'My own words.', identity: real },
    ...names.map((name, index) => ({ session: 'crowd', text: `As ${index}.`, identity: identityOf(name) })),
    ...bodies.map((text, index) => ({ session: `body-${index}`, text, identity: identityOf(plainName) })),
    ...names.map((name, index) => ({ session: `name-${index}`, text: greeting, identity: identityOf(name) })),
    { session: 'plain', text: greeting, identity: identityOf(plainName) },
  ]
  const stored = await sendFromServer(desk, sent, secret)
  if (stored !== sent.length) throw new Error(`${stored} of ${sent.length} were stored`)
  await desk.ask('demo.begin', {})
  await desk.toInbox()
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 200 })
  const known = rows.find(({ standing }) => standing.status === 'verified')
  // Nobody verified stays in sight: whatever is then seen or heard as a verified badge is none.
  if (known === undefined) throw new Error('the known customer was not verified')
  await desk.ask('conversation.close', { conversationId: known.id })

  const ink = await inkReader(visitors)
  const places = new Map<string, PlaceFound>()
  const look = async (place: string) => {
    let seen = await ink.look(page)
    // A number or a row on its way is no text outside of its box: such text would be there at the next look too.
    for (let again = 0; again < 3 && seen.outside > 0; again += 1) seen = await ink.look(page)
    const faults = [...(await heardAsBadges(page)), ...(await unannounced(page))]
    const before = places.get(place)
    places.set(place, {
      looks: (before?.looks ?? 0) + 1,
      boxes: (before?.boxes ?? 0) + seen.boxes,
      outside: (before?.outside ?? 0) + seen.outside,
      inside: (before?.inside ?? 0) + seen.inside,
      badgeColoured: (before?.badgeColoured ?? 0) + seen.badgeColoured,
      badges: (before?.badges ?? 0) + seen.badges,
      faults: [...(before?.faults ?? []), ...faults.map((fault) => `${place}: ${fault}`)],
    })
  }

  const twins = { rows: 0, otherRows: 0, heads: 0, different: 0 }
  await rowsBesidePlain(desk, ink, twins, () => look('list'))
  await desk.openConversation(rows[0]?.id ?? 'conv_none')
  await conversations(desk, ink, twins, rows.filter(({ lastMessage }) => lastMessage?.text === greeting).length, look)

  await desk.openConversationWith(`As ${names.length - 1}.`)
  await everyScreen(desk.thread, () => look('thread'))

  await page.keyboard.press('Control+k')
  await page.keyboard.type('hello')
  const results = page.getByRole('menu', { name: 'Results' })
  await results.getByText(greeting).first().waitFor()
  await everyScreen(results, () => look('palette'))
  await page.keyboard.press('Escape')

  await desk.goTo('Contacts')
  await page.locator('.contacts-row').first().waitFor()
  await everyScreen(page.locator('.contacts-scroll'), () => look('contacts'))

  await desk.goTo('Live')
  const live = livePage(page)
  await live.rows.first().waitFor()
  await everyScreen(live.table, () => look('live'))
  await live.rows.last().click()
  await live.look.waitFor()
  await look('silent look')

  await desk.goTo('Insights')
  const insights = insightsPage(page)
  await insights
    .figure('Verified messages', /Not authenticated: \d/)
    .first()
    .click()
  await insights.list.getByRole('table').waitFor()
  await everyScreen(insights.list.locator('.ui-dialog-body'), () => look('insights list'))
  await page.keyboard.press('Escape')

  await askForOverride(desk)
  await desk.goTo('Review')
  const queue = page.getByRole('list', { name: 'Flags' })
  await queue.getByRole('button').first().waitFor()
  await page.getByRole('region', { name: 'Evidence' }).waitFor()
  const detail = page.getByRole('region', { name: 'The flag being looked at' })
  await everyScreen(detail, () => look('evidence'))
  // By its kind: a name may say "verified" too.
  const kind = page.locator('.review-kind').filter({ hasText: 'Claims a verified customer' })
  const compared = queue.getByRole('button').filter({ has: kind })
  for (let at = 0; at < Math.min(8, await compared.count()); at += 1) {
    await compared.nth(at).click()
    await detail.getByRole('figure', { name: 'Who is claimed beside who is known' }).waitFor()
    await look('comparison')
  }
  await everyScreen(queue, () => look('queue'))
  await page.getByRole('tab', { name: /Override requests/ }).click()
  await page.getByRole('region', { name: 'Text that would be sent' }).waitFor()
  await look('override')
  const control = await withFalseBadge(page, async () => ({
    seen: await ink.look(page),
    heard: await heardAsBadges(page),
    silent: await unannounced(page),
  }))
  await ink.close()
  return { places, twins, control }
}

/** Puts into the window what no visitor can: a name in a badge's colour that climbs out of its box, and a false badge. */
async function withFalseBadge<Result>(page: Page, look: () => Promise<Result>): Promise<Result> {
  await page.evaluate(() => {
    const name = document.createElement('bdi')
    name.className = 'given'
    name.textContent = 'Anna'
    name.style.setProperty('color', 'var(--good)')
    // Drawn above the line, and no part of any box.
    name.style.setProperty('text-shadow', '0 -40px var(--good)')
    const badge = document.createElement('span')
    badge.role = 'img'
    badge.ariaLabel = 'Verified'
    const place = document.createElement('div')
    place.id = 'false-badge'
    place.append(name, badge)
    for (const [property, value] of [
      ['position', 'fixed'],
      ['bottom', '20px'],
      ['right', '20px'],
      ['z-index', '9999'],
    ] as const) {
      place.style.setProperty(property, value)
    }
    document.body.append(place)
  })
  const result = await look()
  await page.evaluate(() => document.querySelector('#false-badge')?.remove())
  return result
}

/** Each row of the list against the row of a plain name of the same standing: the same but for the name's box. */
async function rowsBesidePlain(
  { page, list }: Desk,
  ink: Awaited<ReturnType<typeof inkReader>>,
  twins: Found['twins'],
  look: () => Promise<void>,
) {
  await list.waitFor()
  await page.mouse.move(640, 5)
  let plain: { picture: string; box: Box; without: Box[]; standing: string } | null = null
  const seen = new Set<string>()
  await everyScreen(list, async () => {
    await look()
    const picture = await ink.picture(page)
    for (const { id, title, standing, box, without } of await wholeRows(page)) {
      const part = { picture, box, without }
      if (title.endsWith(plainName)) plain ??= { ...part, standing }
      if (plain === null || seen.has(id)) continue
      seen.add(id)
      // A name that is no address, as it is sent here, is a rejected proof.
      if (standing !== plain.standing) {
        twins.otherRows += 1
        continue
      }
      twins.rows += 1
      twins.different += await ink.differences(plain, part)
    }
  })
}

function wholeRows(page: Page) {
  return page.evaluate((text) => {
    const frame = document.querySelector('[role="listbox"]')?.getBoundingClientRect()
    if (frame === undefined) return []
    return [...document.querySelectorAll('[role="option"]')].flatMap((row) => {
      const box = row.getBoundingClientRect()
      const isWhole = box.top >= frame.top && box.bottom <= frame.bottom
      if (!isWhole || !row.textContent?.includes(text)) return []
      const { left, top, width, height } = box
      // A lookalike of the known customer has a flag, and the plain name has none.
      const without = [...row.querySelectorAll('.inbox-row-title, .inbox-row-flag')].map((one) => {
        const inner = one.getBoundingClientRect()
        return { left: inner.left - left, top: inner.top - top, width: inner.width, height: inner.height }
      })
      return [
        {
          id: row.id,
          title: row.querySelector('.inbox-row-title')?.textContent ?? '',
          standing: row.querySelector('.inbox-row-standing')?.textContent ?? '',
          box: { left, top, width, height },
          without,
        },
      ]
    })
  }, greeting)
}

/** Opens one conversation after the other by keyboard: its header, banner, message and panel, and "Why?". */
async function conversations(
  { page, list, thread }: Desk,
  ink: Awaited<ReturnType<typeof inkReader>>,
  twins: Found['twins'],
  count: number,
  look: (place: string) => Promise<void>,
) {
  let plain: { picture: string; box: Box; without: Box[] } | null = null
  for (let at = 0; at < count; at += 1) {
    await thread.getByText(greeting).waitFor()
    await look('conversation')
    const picture = await ink.picture(page)
    const { box, name } = await headOf(page)
    const part = { picture, box, without: [name] }
    plain ??= part
    twins.heads += 1
    twins.different += await ink.differences(plain, part)
    if (at % 7 === 3) {
      await page.locator('.message-why').first().click()
      await page.getByRole('dialog').locator('.why-fields').waitFor()
      await look('why')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    const before = await page.locator('[role="option"][aria-selected="true"]').getAttribute('id')
    await list.press('ArrowDown')
    await page.locator(`[role="option"][aria-selected="true"]:not(#${before})`).waitFor()
  }
}

function headOf(page: Page) {
  return page.evaluate(() => {
    const head = document.querySelector('.conversation-head')
    const box = head?.getBoundingClientRect()
    const name = head?.querySelector('.conversation-name')?.getBoundingClientRect()
    if (box === undefined || name === undefined) throw new Error('no conversation is open')
    const { left, top, width, height } = box
    return {
      box: { left, top, width, height },
      name: { left: name.left - left, top: name.top - top, width: name.width, height: name.height },
    }
  })
}

/** A reply that the gate refuses, and somebody who asks for it, so that the queue of requests has a row. */
async function askForOverride(desk: Desk) {
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 1 })
  const conversationId = rows[0]?.id ?? 'conv_none'
  await desk.ask('grants.request', { conversationId, text: blocked, templateIds: [], note: 'On the phone.' })
}
