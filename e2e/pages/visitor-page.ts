import type { Locator, Page } from '@playwright/test'

/** What the page heard from the widget, in order. */
export interface HeardEvent {
  name: 'verdict' | 'refused' | 'identify-again'
  detail: { status?: string; code?: string; sentence?: string | null; messageId?: string | null }
}

/** The widget in a page of the demo shop, used as a person uses it. Its shadow root is open to Playwright. */
export interface VisitorPage {
  readonly page: Page
  readonly launcher: Locator
  readonly chat: Locator
  readonly log: Locator
  readonly input: Locator
  openChat(): Promise<void>
  write(text: string): Promise<void>
  /** A message in the chat, the visitor's own or an agent's. */
  message(text: string): Locator
  /** Waits until the chat shows that the message was stored. */
  sent(text: string): Promise<void>
  /** Fills in the form that an anonymous visitor is offered. */
  fillForm(name: string, email: string): Promise<void>
  /** Presses the shop's own button and waits until the chat has a new verdict. */
  identifyAgain(): Promise<void>
  /** What the page heard so far. */
  heard(): Promise<HeardEvent[]>
  /** Waits until the page has heard this `times` times, and gives the last. */
  hears(name: HeardEvent['name'], times?: number): Promise<HeardEvent>
}

export function visitorPage(page: Page): VisitorPage {
  const launcher = page.getByRole('button', { name: /^Open chat/ })
  const chat = page.getByRole('dialog', { name: 'Chat with us' })
  const log = chat.getByRole('log')
  const input = chat.getByRole('textbox', { name: 'Write a message' })
  const message = (text: string) => log.locator('.line').filter({ hasText: text })
  const heard = () => page.evaluate(() => (globalThis as unknown as { chatEvents: HeardEvent[] }).chatEvents)
  const hears: VisitorPage['hears'] = async (name, times = 1) => {
    const found = await page.waitForFunction(
      ([wanted, least]) => {
        const events = (globalThis as unknown as { chatEvents: HeardEvent[] }).chatEvents
        const matching = events.filter((event) => event.name === wanted)
        return matching.length >= least ? matching.at(-1) : null
      },
      [name, times] as const,
    )
    return (await found.jsonValue()) as HeardEvent
  }
  return {
    page,
    launcher,
    chat,
    log,
    input,
    message,
    heard,
    hears,
    openChat: async () => {
      // Some vendors' calls open the chat by themselves; they have all run once the desk has answered.
      await page.waitForFunction(() => (globalThis as unknown as { chatEvents: HeardEvent[] }).chatEvents.length > 0)
      if (!(await chat.isVisible())) await launcher.click()
      await chat.waitFor()
    },
    write: async (text) => {
      await input.fill(text)
      await input.press('Enter')
    },
    sent: (text) => log.locator('.line.sent').filter({ hasText: text }).last().waitFor(),
    fillForm: async (name, email) => {
      await chat.getByRole('textbox', { name: 'Name' }).fill(name)
      await chat.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await chat.getByRole('button', { name: 'Save' }).click()
    },
    identifyAgain: async () => {
      const before = (await heard()).filter(({ name }) => name === 'verdict').length
      await page.locator('#again').click()
      await hears('verdict', before + 1)
    },
  }
}
