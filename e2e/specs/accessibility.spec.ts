import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { visitorPage } from '../pages/visitor-page.ts'
import { expect, test } from '../support/desk.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds, short enough to read. */
async function violations(page: Page, screen: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const results = await new AxeBuilder({ page }).withTags(rules).setLegacyMode(true).analyze()
    for (const { id, nodes } of results.violations) {
      found.push(`${screen}, ${colorScheme}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
    }
  }
  return found
}

test('the console’s screens have no violation of WCAG 2.2 AA, in light and dark', async ({ launch, visitors }) => {
  test.setTimeout(120_000)
  const desk = await launch()
  const { page } = desk
  const found = await violations(page, 'welcome')
  const { demo } = await desk.ask('demo.begin', {})
  await desk.toInbox()

  const context = await visitors.newContext()
  for (const path of ['/fernand/forged', '/yourgpt/switch']) {
    const visitor = visitorPage(await context.newPage())
    await visitor.page.goto(demo?.pages.find(({ url }) => url.endsWith(path))?.url ?? '')
    await visitor.openChat()
    await visitor.write(`Hello from ${path}`)
    await visitor.sent(`Hello from ${path}`)
    found.push(...(await violations(visitor.page, `widget at ${path}`)))
    if (path === '/yourgpt/switch') {
      await visitor.identifyAgain()
      await visitor.write('And now?')
      await visitor.sent('And now?')
    }
  }

  await desk.openConversationWith('And now?')
  found.push(...(await violations(page, 'inbox')))
  await desk.replyBox.fill('/')
  await desk.templates.waitFor()
  found.push(...(await violations(page, 'template picker')))
  await desk.replyBox.fill('')
  await desk.badge('And now?').click()
  await page.getByRole('dialog').getByText('How it was checked').waitFor()
  found.push(...(await violations(page, 'why')))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  for (const view of ['Flagged', 'Contacts', 'Templates', 'Channels', 'Settings'] as const) {
    await desk.goTo(view)
    await page.getByRole('heading', { name: view, level: 1 }).waitFor()
    found.push(...(await violations(page, view.toLowerCase())))
  }
  await context.close()
  expect(found).toEqual([])
})
