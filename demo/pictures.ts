import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** Pictures of screens, one file each: `inbox-light.png`. */
export interface Album {
  one(page: Page, name: string): Promise<void>
  /** The same screen in both themes. */
  both(page: Page, name: string): Promise<void>
  count(): number
}

/** Empties the folder of earlier pictures and keeps new ones there. */
export function createAlbum(folder: string): Album {
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (file.endsWith('.png')) rmSync(join(folder, file))
  let taken = 0
  const one = async (page: Page, name: string) => {
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
    taken += 1
  }
  return {
    one,
    both: async (page, name) => {
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await one(page, `${name}-${theme}`)
      }
      await page.emulateMedia({ colorScheme: null })
    },
    count: () => taken,
  }
}
