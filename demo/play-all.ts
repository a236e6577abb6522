import type { Browser } from '@playwright/test'
import type { VisitorPage } from '../e2e/pages/visitor-page.ts'
import type { PlayedStep } from './play-scenario.ts'
import { playScenario } from './play-scenario.ts'
import type { Scenario, Step } from './scenarios.ts'

/** How many visitors chat at the same time. */
const together = 3

/**
 * Plays every scenario, some at the same time, none before the one it comes after. The results stand in the order
 * of the scenarios, whatever the order in which they came.
 */
export async function playAll(
  browser: Browser,
  scenarios: readonly Scenario[],
  urlOf: (path: string) => string,
  onStep?: (scenario: Scenario, visitor: VisitorPage, step: Step | null) => Promise<void>,
): Promise<PlayedStep[]> {
  const results = new Map<string, PlayedStep[]>()
  const waiting = [...scenarios]
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = waiting.findIndex(({ after }) => !after || results.has(after))
      const [scenario] = index < 0 ? [] : waiting.splice(index, 1)
      if (scenario === undefined) return
      const steps = await playScenario(browser, scenario, urlOf, (visitor, step) =>
        onStep === undefined ? Promise.resolve() : onStep(scenario, visitor, step),
      )
      results.set(scenario.title, steps)
    }
  }
  await Promise.all(Array.from({ length: together }, worker))
  // Those that wait for a scenario whose worker was the last one running.
  await worker()
  return scenarios.flatMap(({ title }) => results.get(title) ?? [])
}
