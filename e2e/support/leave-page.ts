import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

/** A link that the page put everywhere, pressed with the wheel. */
export async function middleClick(page: Page) {
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://example.org/'
    link.id = 'everywhere'
    for (const [name, value] of [
      ['position', 'fixed'],
      ['inset', '0'],
      ['z-index', '9999'],
    ] as const) {
      link.style.setProperty(name, value)
    }
    document.body.append(link)
  })
  await page.mouse.click(300, 300, { button: 'middle' })
  await page.evaluate(() => document.querySelector('#everywhere')?.remove())
}

/** A page of somebody's disk, dragged onto the window and let go. */
export async function dropAFile(page: Page) {
  const session = await page.context().newCDPSession(page)
  const file = fileURLToPath(import.meta.url)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data }).catch(() => undefined)
  }
  await session.detach()
}
