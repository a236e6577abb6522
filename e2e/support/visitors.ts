import type { Browser } from '@playwright/test'
import { chromium } from '@playwright/test'
import { findChromium } from '../host/find-chromium.ts'

/**
 * A headless browser for visitors, with nothing in it of the machine's own. Each visitor gets a context of it.
 * @throws Error where no Chromium is found
 */
export async function launchVisitors(): Promise<Browser> {
  const executablePath = findChromium(process.env)
  if (executablePath === null) throw new Error('No Chromium was found. Install it, or name it in CHROMIUM_PATH.')
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
