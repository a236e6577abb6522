import type { Browser } from '@playwright/test'
import type { VisitorPage } from '../e2e/pages/visitor-page.ts'
import { visitorPage } from '../e2e/pages/visitor-page.ts'
import { demoPageAt } from './pages.ts'
import type { ExpectedVerdict, Scenario, Step } from './scenarios.ts'

/** What came of one step that can be right or wrong by itself; messages are judged in the console afterwards. */
export interface PlayedStep {
  scenario: Scenario
  text: string
  /** Set for a message that was sent: the console must show this. */
  expect: ExpectedVerdict | null
  /** Set for everything else: what was seen, and whether it is what should be seen. */
  seen: { what: string; reason: string; right: boolean } | null
}

/** How long a visitor waits for the chat before giving up (ms). */
const patience = 15_000

/**
 * Plays one visitor in a browser context of their own: no cookie, no storage and no name is shared with another.
 * @param urlOf gives the address of a page of the demo site
 * @param onOpen is called while the visitor's page is still there, e.g. to take a picture
 */
export async function playScenario(
  browser: Browser,
  scenario: Scenario,
  urlOf: (path: string) => string,
  onOpen?: (visitor: VisitorPage, step: Step | null) => Promise<void>,
): Promise<PlayedStep[]> {
  const context = await browser.newContext()
  context.setDefaultTimeout(patience)
  const played: PlayedStep[] = []
  try {
    const visitor = visitorPage(await context.newPage())
    await visitor.page.goto(urlOf(scenario.page))
    await onOpen?.(visitor, null)
    await visitor.openChat()
    for (const step of scenario.steps) {
      const result = await playStep(visitor, scenario, step).catch((error: unknown) =>
        failedStep(scenario, step, error),
      )
      if (result !== null) played.push(result)
      await onOpen?.(visitor, step)
    }
  } catch (error) {
    played.push(failedStep(scenario, null, error))
  } finally {
    await context.close()
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
