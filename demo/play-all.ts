import type { Browser } from '@playwright/test'
import type { PlayedStep, PlayOptions } from './play-scenario.ts'
import { playScenario } from './play-scenario.ts'
import type { Scenario } from './scenarios.ts'
import { newBrowsers } from './visitor-browsers.ts'

/** How many visitors chat at the same time, unless told. */
const usuallyTogether = 3

/**
 * Plays every scenario, some at the same time, none before the one it comes after. The results stand in the order
 * of the scenarios, whatever the order in which they came.
 */
export async function playAll(
  browser: Browser,
  scenarios: readonly Scenario[],
  urlOf: (path: string) => string,
  { together = usuallyTogether, ...options }: Partial<PlayOptions> & { together?: number } = {},
): Promise<PlayedStep[]> {
  const playing = { browsers: newBrowsers(browser), ...options }
  const results = new Map<string, PlayedStep[]>()
  const waiting = [...scenarios]
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = waiting.findIndex(({ after }) => !after || results.has(after))
      const [scenario] = index < 0 ? [] : waiting.splice(index, 1)
      if (scenario === undefined) return
      results.set(scenario.title, await playScenario(scenario, urlOf, playing))
    }
  }
  await Promise.all(Array.from({ length: together }, worker))
  // Those that wait for a scenario whose worker was the last one running.
  await worker()
  return scenarios.flatMap(({ title }) => results.get(title) ?? [])
}
