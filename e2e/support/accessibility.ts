import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Of axe's rules, those that ask for colours: all that one theme can keep and the other break. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds against WCAG 2.2 AA on a page as it stands, in light and dark.
 *
 * @param screen what the page shows, in a word or two
 * @returns one line per rule, short enough to read; none where nothing is amiss
 */
export async function violations(page: Page, screen: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    const results = await (colorScheme === 'light' ? axe.withTags(rules) : axe.withRules(rulesOfColour)).analyze()
    for (const { id, nodes } of results.violations) {
      found.push(`${screen}, ${colorScheme}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
    }
  }
  return found
}
