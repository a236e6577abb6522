import type { Browser } from '@playwright/test'
import { chromium } from '@playwright/test'
import { browserArguments } from '../../main/testing/browser-arguments.ts'
import { findChromium } from '../host/find-chromium.ts'

/**
 * A headless browser for visitors, with nothing in it of the machine's own. Each visitor gets a context of it.
 * @throws Error where no Chromium is found
 */
export async function launchVisitors(): Promise<Browser> {
  const executablePath = findChromium(process.env)
  if (executablePath === null) throw new Error('No Chromium was found. Install it, or name it in CHROMIUM_PATH.')
  return chromium.launch({ executablePath, args: browserArguments })
}
