import type { Page } from '@playwright/test'

/** Roles that are text and nothing else: what stands in them is heard as words, never as a badge, button or notice. */
const words = new Set(['StaticText', 'InlineTextBox', 'LineBreak', 'paragraph', 'RootWebArea', 'none', 'generic'])
const likeABadge = /^(identity )?verified\b/i

/**
 * What a screen reader would take for a badge of a verified visitor, by the browser's own accessibility tree: any node
 * that is more than words, and whose name begins as such a badge's does. Void where some visitor is verified.
 */
export async function heardAsBadges(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  try {
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    return nodes
      .filter(({ ignored, role }) => !ignored && !words.has(String(role?.value)))
      .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '').trim() }))
      .filter(({ name }) => likeABadge.test(name))
      .map(({ role, name }) => `${role}: ${name.slice(0, 80)}`)
  } finally {
    await session.detach()
  }
}

/**
 * Given texts that are read aloud without anything of ours before them: the hidden words "name given by visitor", or a
 * sentence of ours that says whose word it is.
 */
export function unannounced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ours = /(claims to be|this may not be|switched from.*|to|claimed here|proven in .*): $/i
    const found: string[] = []
    // A sentence of ours quotes what it names; the word for a field is ours; what is proven needs no warning.
    const ourWords =
      '.given-sentence, .contacts-soft *, .contacts-row:has([data-tone="accent"]) *, [aria-label="The known customer"] *'
    for (const given of document.querySelectorAll(`bdi.given:not(${ourWords})`)) {
      const before = given.previousElementSibling
      if (before?.classList.contains('ui-hidden')) continue
      // The text of the row or sentence it stands in, up to itself.
      const row = given.closest(
        'p, dd, li, figcaption, .message-divider, .trust-badge, .banner-title, td, [role="cell"]',
      )
      const range = document.createRange()
      if (row === null) {
        found.push(given.parentElement?.outerHTML.slice(0, 120) ?? '')
        continue
      }
      range.setStart(row, 0)
      range.setEndBefore(given)
      const label =
        row.tagName === 'DD' ? `${row.previousElementSibling?.textContent ?? ''}: ` : `${range.toString().trim()}: `
      if (!ours.test(label)) found.push(`${label}${given.textContent?.slice(0, 60) ?? ''}`)
    }
    return found
  })
}
