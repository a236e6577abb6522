import type { Browser, Page } from '@playwright/test'
import { playScenario } from './play-scenario.ts'
import type { Scenario } from './scenarios.ts'
import { scenarios } from './scenarios.ts'

const pause = 4_000
const phrases = [
  'Are you still there?',
  'Thank you, that helps!',
  'One more thing: do you have it in green?',
  'Could you look at my last order?',
  'What does delivery to an island cost?',
]

/** With a window to look at, visitors come and go until it is closed. Nothing is judged here. */
export async function keepChatting(browser: Browser, window: Page, urlOf: (path: string) => string): Promise<void> {
  console.log('The window stays open, and visitors keep chatting until it is closed.')
  const closed = new Promise<void>((resolve) => window.once('close', () => resolve()))
  const visitors = scenarios.filter(({ steps }) => steps.some(({ does }) => does === 'writes'))
  for (let turn = 0; !window.isClosed(); turn += 1) {
    const scenario = visitors[turn % visitors.length]
    if (scenario === undefined) return
    await Promise.race([closed, playScenario(browser, chatOf(scenario, turn), urlOf)])
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, pause))])
  }
}

function chatOf(scenario: Scenario, turn: number): Scenario {
  const steps = scenario.steps.flatMap((step) =>
    step.does === 'writes' ? [{ ...step, text: phrases[turn % phrases.length] ?? step.text }] : [],
  )
  return { ...scenario, steps: steps.slice(0, 1) }
}
