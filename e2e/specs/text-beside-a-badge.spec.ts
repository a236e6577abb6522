import type { Browser, Page } from '@playwright/test'
import { measured } from '../../main/testing/endurance.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { everyScreen } from '../support/every-screen.ts'
import { noticeBodies } from '../support/notice-bodies.ts'
import { sendFromServer } from '../support/send-from-server.ts'
import { spoofNames } from '../support/spoof-names.ts'

test.describe.configure({ timeout: 120_000 })

/** A console without channels shows its welcome until it is left. */
async function toInbox(desk: Desk) {
  await desk.ask('demo.begin', {})
  await desk.toInbox()
}

test('no name is taken for a badge, seen or heard', async ({ desk, visitors }) => {
  const { page } = desk
  const stored = await sendFromServer(
    desk,
    spoofNames.map((name, index) => ({
      session: `s-${index}`,
      text: 'Hello.',
      identity: { email: name, name },
    })),
  )
  expect(stored).toBe(spoofNames.length)
  await toInbox(desk)
  await desk.list.waitFor()
  const heard = new Map<string, string>()
  const shown = new Map<string, string>()
  let control = 0
  const faults: string[] = []
  let pixels = 0
  let boxes = 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await everyScreen(desk.list, async () => {
      for (const row of await rowsOf(page)) {
        heard.set(row.id, row.besideTheName)
        shown.set(row.id, row.says)
        if (/verified/i.test(row.besideTheName)) faults.push(`heard: ${row.besideTheName}`)
        if (!row.says.startsWith('name given by visitor: ')) faults.push(`unannounced: ${row.says}`)
        if (row.tooLarge) faults.push(`reaches out of its box: ${row.says}`)
      }
      const found = await badgePixels(desk, visitors)
      pixels += found.pixels
      control = Math.max(control, found.control)
      boxes += found.boxes
    })
  }
  measured(
    'names that pose as a badge',
    `${spoofNames.length} names, ${heard.size} rows heard, ${faults.length} faults; ${boxes} name boxes in two themes, ${pixels} pixels of the badge's colour`,
  )
  expect(heard.size).toBe(spoofNames.length)
  // The names themselves were on screen, and the counter sees the badge's colour where it is.
  expect(
    [...shown.values()].filter((says) => /verified|anna|alice|support|billing|▫/i.test(says)).length,
  ).toBeGreaterThan(60)
  expect(control).toBeGreaterThan(0)
  expect(faults).toEqual([])
  expect(boxes).toBeGreaterThanOrEqual(2 * spoofNames.length)
  expect(pixels).toBe(0)
  await expect(desk.list.getByRole('img', { name: /verified/i })).toHaveCount(0)
})

/** What each row on screen says, with and without the name that the visitor gave. */
function rowsOf(page: Page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role="option"]')].map((row) => {
      const title = row.querySelector('.inbox-row-title')
      const bare = row.cloneNode(true) as HTMLElement
      for (const given of bare.querySelectorAll('bdi')) given.remove()
      const names = [...bare.querySelectorAll('[aria-label], [title]')].map(
        (one) => `${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('title') ?? ''}`,
      )
      const box = title?.getBoundingClientRect()
      return {
        id: row.id,
        says: title?.textContent ?? '',
        besideTheName: [bare.textContent, ...names].join(' ').replace(/\s+/g, ' ').trim(),
        tooLarge: box === undefined || box.height > 30 || box.right > row.getBoundingClientRect().right,
      }
    }),
  )
}

/** Counts the pixels of the badge's green inside the boxes of names, on a picture of the window as it is. */
async function badgePixels(desk: Desk, visitors: Browser) {
  const { page } = desk
  const boxes = await page.evaluate(() => {
    const frame = document.querySelector('[role="listbox"]')?.getBoundingClientRect()
    return [...document.querySelectorAll('.inbox-row-title')]
      .map((title) => title.getBoundingClientRect())
      .filter((box) => frame && box.top >= frame.top && box.bottom <= frame.bottom)
      .map(({ left, top, width, height }) => ({ left, top, width, height }))
  })
  const colour = await page.evaluate(() => {
    const probe = document.createElement('i')
    probe.style.color = 'var(--good)'
    document.body.append(probe)
    const value = getComputedStyle(probe).color
    probe.remove()
    return (value.match(/\d+/g) ?? []).slice(0, 3).map(Number)
  })
  const picture = (await page.screenshot()).toString('base64')
  const canvas = await visitors.newPage()
  const counted = await canvas.evaluate(
    async ([png, areas, good, windowWidth]) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
      const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
      if (drawing === null) throw new Error('no canvas')
      drawing.drawImage(image, 0, 0)
      const { data } = drawing.getImageData(0, 0, image.width, image.height)
      const scale = devicePixelRatio
      const counts: number[] = []
      for (const { left, top, width, height } of [...areas, { left: 0, top: 0, width: windowWidth, height: 42 }]) {
        let count = 0
        for (let y = Math.floor(top * scale); y < (top + height) * scale; y += 1) {
          for (let x = Math.floor(left * scale); x < (left + width) * scale; x += 1) {
            const at = (y * image.width + x) * 4
            if (good.every((channel, index) => Math.abs((data[at + index] ?? 0) - channel) <= 8)) count += 1
          }
        }
        counts.push(count)
      }
      // The last area is the title bar, whose "Receiving" has the same green: the counter must see it.
      const control = counts.pop() ?? 0
      return { pixels: counts.reduce((sum, count) => sum + count, 0), control }
    },
    [picture, boxes, colour, page.viewportSize()?.width ?? 1280] as const,
  )
  await canvas.close()
  return { ...counted, boxes: boxes.length }
}

test('a link says where it leads, and asks before it opens', async ({ desk }) => {
  const { page } = desk
  const text =
    'Refund: https://paypal.com@evil.example/x and https://p\u0430ypal.com/ or javascript:alert(1) \u202Egnp.exe'
  await sendFromServer(desk, [{ session: 'links', text }])
  await toInbox(desk)
  await desk.openConversationWith('Refund:')
  const message = desk.message('Refund:')
  await expect(message.locator('.code-mark')).toHaveText(/U\+202E/)
  const links = message.locator('.given-link')
  await expect(links).toHaveCount(2)
  await expect(links.first()).toHaveText(/https:\/\/evil\.example\/x.*disguised address/)
  await expect(links.last()).toHaveText(/xn--pypal-4ve\.com.*lookalike site/)
  await expect(message).not.toContainText('paypal.com@')
  await links.first().press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.locator('.given-host')).toHaveText('evil.example')
  await expect(dialog).toContainText('look like another site')
  await expect(dialog.getByRole('button', { name: 'Don’t open' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  expect(page.context().pages()).toHaveLength(1)
})

test('no message has the role and name of a badge, a divider or a notice', async ({ desk }) => {
  const sent = noticeBodies.map((text) => ({ session: 'notices', text }))
  expect(await sendFromServer(desk, sent)).toBe(30)
  await toInbox(desk)
  await desk.openConversationWith('aria-label="Account details')
  const seen = new Map<string, string[]>()
  await everyScreen(desk.thread, async () => {
    for (const [text, faults] of await bubblesOf(desk.page)) seen.set(text, faults)
  })
  const faults = [...seen.values()].flat()
  measured('messages that imitate notices', `${seen.size} of ${noticeBodies.length} read, ${faults.length} faults`)
  expect(seen.size).toBe(noticeBodies.length)
  expect(faults).toEqual([])
  await expect(desk.thread.getByRole('button', { name: /^Verified/ })).toHaveCount(0)
  await expect(desk.thread.getByRole('img', { name: /verified/i })).toHaveCount(0)
})

/** Each visitor's text on screen, and whatever in it would be more than text. The badge under it is the console's. */
function bubblesOf(page: Page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.message[data-kind="visitor"]')].map((message): [string, string[]] => {
      const bubble = message.querySelector('.message-bubble')
      const faults: string[] = []
      for (const one of bubble?.querySelectorAll('button, a, img, svg, [role], [aria-label], h1, h2, h3') ?? []) {
        if (!one.classList.contains('code-mark')) faults.push(one.outerHTML.slice(0, 80))
      }
      const badge = message.querySelector('.message-why')
      if (badge === null || bubble?.contains(badge)) faults.push('no badge of its own')
      if (/verified/i.test(badge?.textContent ?? '')) faults.push(`the badge says ${badge?.textContent}`)
      return [bubble?.textContent ?? '', faults]
    }),
  )
}
