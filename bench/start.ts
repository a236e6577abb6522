import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { launchConsole } from '../e2e/support/launch-console.ts'
import { browserArguments } from '../main/testing/browser-arguments.ts'
import type { Comparison } from './measure.ts'
import { compareRates } from './measure.ts'

/** From the start of the process to a window that had its first answer, against a blank page of the same browser. */
export async function benchStart(rounds: number): Promise<Comparison[]> {
  const few = Math.min(rounds, 5)
  const bare = async (): Promise<number> => {
    const profile = mkdtempSync(join(tmpdir(), 'bonafide-bench-'))
    const started = performance.now()
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      chromiumSandbox: process.getuid?.() !== 0,
      args: browserArguments,
    })
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.setContent('<!doctype html><title>bare</title><p>bare')
    const ready = performance.now() - started
    await browser.close()
    rmSync(profile, { recursive: true, force: true })
    return ready
  }
  const ours = async (): Promise<number> => {
    const started = await launchConsole()
    await started.close()
    return started.readyAfter
  }
  return [
    await compareRates(
      'start to the first usable window / bare Chromium page',
      { name: 'console', run: ours },
      { name: 'bare', run: bare },
      { rounds: few, count: 1 },
    ),
  ]
}
