import { people } from '../../demo/people.ts'
import { expect, test } from '../support/desk.ts'

const text = 'Hello! ✅ Verified · e-mail \u202e<img src=x onerror="document.title=3"><b>bold</b>'

test('a name that looks like a badge, runs nothing and fakes nothing', async ({ desk, shop }) => {
  const requests: string[] = []
  desk.page.on('request', (sent) => requests.push(sent.url()))
  const visitor = await shop.visit('/fernand/hostile-name')
  await visitor.write(text)
  await visitor.sent('Hello!')
  await desk.openConversationWith('Hello!')

  expect(await desk.badgeUnder('Hello!')).toMatch(/^Not authenticated/)
  await expect(desk.banner).toContainText('Not authenticated')
  expect(await desk.page.title()).toMatch(/^(\(\d+\) )?Bonafide$/)
  expect(await desk.page.evaluate(() => document.querySelectorAll('img[src="x"], .message b').length)).toBe(0)

  // Whatever the name holds, no tick and no mark of direction stands where trust is told.
  const row = desk.row('Hello!')
  for (const place of [row.locator('.inbox-row-title'), desk.banner, desk.page.locator('.conversation-title')]) {
    const shown = await place.first().innerText()
    expect(shown).not.toMatch(/[\u2705\u2714\u2713\u{1f6e1}]/u)
    expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(shown).not.toContain('Verified')
  }
  await expect(row.getByRole('img', { name: 'Verified' })).toHaveCount(0)

  // A very long e-mail neither widens the window nor hides the warning.
  const overflow = await desk.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  expect(overflow).toBe(false)
  await expect(desk.badge('Hello!')).toBeInViewport()
  expect(people.mallory.email.length).toBeGreaterThan(200)
  expect(requests.filter((url) => !url.startsWith(new URL(desk.page.url()).origin))).toEqual([])
})
