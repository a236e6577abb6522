import type { Page } from '@playwright/test'
import { playScenario } from './play-scenario.ts'
import type { Scenario } from './scenarios.ts'
import { cases, everyday } from './scenarios.ts'
import type { VisitorBrowsers } from './visitor-browsers.ts'

const pause = 4_000
/** Of so many visitors, one is not what they say. */
const oneIn = 6
const phrases = [
  'Are you still there?',
  'Thank you, that helps!',
  'One more thing: do you have it in green?',
  'Could you look at my last order?',
  'What does delivery to an island cost?',
]

/** With a window to look at, visitors come and go until it is closed. Nothing is judged here. */
export async function keepChatting(
  browsers: VisitorBrowsers,
  window: Page,
  urlOf: (path: string) => string,
): Promise<void> {
  console.log('The window stays open, and visitors keep chatting until it is closed.')
  const closed = new Promise<void>((resolve) => window.once('close', () => resolve()))
  const writing = ({ steps }: Scenario) => steps.some(({ does }) => does === 'writes')
  const [usual, odd] = [everyday.filter(writing), cases.filter(writing)]
  for (let turn = 0; !window.isClosed(); turn += 1) {
    const isOdd = turn % oneIn === oneIn - 1
    const scenario = isOdd ? odd[Math.floor(turn / oneIn) % odd.length] : usual[turn % usual.length]
    if (scenario === undefined) return
    await Promise.race([closed, playScenario(chatOf(scenario, turn), urlOf, { browsers })])
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, pause))])
  }
}

function chatOf(scenario: Scenario, turn: number): Scenario {
  const steps = scenario.steps.flatMap((step) =>
    step.does === 'writes' ? [{ ...step, text: phrases[turn % phrases.length] ?? step.text }] : [],
  )
  return { ...scenario, steps: steps.slice(0, 1) }
}
