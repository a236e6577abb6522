import type { VisitorPage } from '../e2e/pages/visitor-page.ts'
import { visitorPage } from '../e2e/pages/visitor-page.ts'
import { demoPageAt } from './pages.ts'
import type { ExpectedVerdict, Scenario, Step } from './scenarios.ts'
import type { VisitorBrowsers } from './visitor-browsers.ts'

/** What came of one step that can be right or wrong by itself; messages are judged in the console afterwards. */
export interface PlayedStep {
  scenario: Scenario
  text: string
  /** Set for a message that was sent: the console must show this. */
  expect: ExpectedVerdict | null
  /** Set for everything else: what was seen, and whether it is what should be seen. */
  seen: { what: string; reason: string; right: boolean } | null
}

export interface PlayOptions {
  browsers: VisitorBrowsers
  /** Called while the visitor's page is still there, e.g. to take a picture; before the first step with null. */
  onStep?: (scenario: Scenario, visitor: VisitorPage, step: Step | null) => Promise<void>
  /** What the agent does about a step that is answered. Without it nobody answers, and nobody waits for it. */
  answer?: (question: string, reply: string) => Promise<void>
}

/** How long a visitor waits for the chat before giving up (ms). */
const patience = 15_000

/**
 * Plays one visitor from the opening of their page to its end.
 * @param urlOf gives the address of a page of the demo site
 */
export async function playScenario(
  scenario: Scenario,
  urlOf: (path: string) => string,
  options: PlayOptions,
): Promise<PlayedStep[]> {
  const context = await options.browsers.enter(scenario)
  context.setDefaultTimeout(patience)
  const played: PlayedStep[] = []
  let written = ''
  try {
    const visitor = visitorPage(await context.newPage())
    await visitor.page.goto(urlOf(scenario.page))
    await options.onStep?.(scenario, visitor, null)
    await visitor.openChat()
    for (const step of scenario.steps) {
      if (step.does === 'is-answered') {
        if (options.answer === undefined) continue
        await options.answer(written, step.text)
      }
      if (step.does === 'writes') written = step.text
      const result = await playStep(visitor, scenario, step).catch((error: unknown) =>
        failedStep(scenario, step, error),
      )
      if (result !== null) played.push(result)
      await options.onStep?.(scenario, visitor, step)
    }
  } catch (error) {
    played.push(failedStep(scenario, null, error))
  } finally {
    await options.browsers.leave(scenario, context)
  }
  return played
}

async function playStep(visitor: VisitorPage, scenario: Scenario, step: Step): Promise<PlayedStep | null> {
  const seen = (text: string, what: string, reason: string, right: boolean): PlayedStep => ({
    scenario,
    text,
    expect: null,
    seen: { what, reason, right },
  })
  switch (step.does) {
    case 'writes':
      await visitor.write(step.text)
      await visitor.sent(step.text)
      return { scenario, text: step.text, expect: step.expect, seen: null }
    case 'is-refused': {
      await visitor.write(step.text)
      const { detail } = await visitor.hears('refused')
      const shown = await visitor.chat
        .getByText(detail.sentence ?? '')
        .first()
        .isVisible()
      return seen(step.text, 'refused', detail.code ?? '', shown && detail.code === step.code)
    }
    case 'is-turned-away': {
      const { detail } = await visitor.hears('refused')
      return seen('(the chat does not open)', 'turned away', detail.code ?? '', detail.code === step.code)
    }
    case 'fills-form':
      await visitor.fillForm(step.name, step.email)
      return null
    case 'presses-button':
      await visitor.identifyAgain()
      return null
    case 'sees':
      await visitor.message(step.text).first().waitFor()
      return seen(step.text, 'sees', 'earlier message', true)
    case 'is-answered':
      await visitor.message(step.text).first().waitFor()
      return seen(step.text, 'reads', 'the agent’s answer', true)
    case 'does-not-see':
      await visitor.hears('verdict')
      return seen(step.text, 'does not see', 'earlier message', (await visitor.message(step.text).count()) === 0)
  }
}

function failedStep(scenario: Scenario, step: Step | null, error: unknown): PlayedStep {
  const text = step !== null && 'text' in step ? step.text : scenario.title
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error'
  return { scenario, text, expect: null, seen: { what: 'did not happen', reason: message, right: false } }
}

/** The vendor of a scenario's page, for the table. */
export const vendorOf = (scenario: Scenario): string => demoPageAt(scenario.page).vendor
