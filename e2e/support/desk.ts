import type { Browser, BrowserContext, Page } from '@playwright/test'
import { test as base } from '@playwright/test'
import type { RequestName } from '#shared/contract/names.ts'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { ConsolePage } from '../pages/console-page.ts'
import { consolePage } from '../pages/console-page.ts'
import type { VisitorPage } from '../pages/visitor-page.ts'
import { visitorPage } from '../pages/visitor-page.ts'
import type { LaunchedConsole, LaunchRequest } from './launch-console.ts'
import { launchConsole } from './launch-console.ts'
import { signInBy } from './operators.ts'
import { ask } from './requests.ts'
import { launchVisitors } from './visitors.ts'

/** A console with a profile and a port of its own, and the page model of its window. */
export interface Desk extends ConsolePage {
  running: LaunchedConsole
  ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>>
}

/** The demo shop of that console, and visitors who come to it. */
export interface Shop {
  urlOf(path: string): string
  /** A visitor in a browser of their own, with the chat open. */
  visit(path: string, context?: BrowserContext): Promise<VisitorPage>
  newContext(): Promise<BrowserContext>
}

/** Starts a console that the test opens again or breaks on purpose; it is closed when the test ends. */
export type Launch = (request?: DeskRequest) => Promise<Desk>

export interface DeskRequest extends LaunchRequest {
  /** Who signs in: the first supervisor unless told; nobody for `false`. */
  as?: string | false
}

/** The page's own files, in Electron and on the system's Chromium, and pictures that are in the page already. */
const ownAddress = /^(app:\/\/console\/|https:\/\/console\.app\.localhost\/|data:|about:blank$)/

export const test = base.extend<{ launch: Launch; desk: Desk; shop: Shop }, { visitors: Browser }>({
  visitors: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      const browser = await launchVisitors()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
  launch: async ({}, use, testInfo) => {
    const launched: LaunchedConsole[] = []
    const outside: string[] = []
    await use(async ({ as, ...request } = {}) => {
      const running = await launchConsole(request)
      launched.push(running)
      // Every window of every spec: nothing but the page's own files is ever asked for.
      running.page.context().on('request', (sent) => {
        if (!ownAddress.test(sent.url())) outside.push(sent.url())
      })
      if (as !== false) await signInBy(running.page, as ?? null)
      return deskOf(running)
    })
    for (const running of launched) {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('console output', { body: running.logs(), contentType: 'text/plain' })
        if (!running.page.isClosed()) {
          await testInfo.attach('console window', { body: await picture(running.page), contentType: 'image/png' })
        }
      }
      await running.close()
    }
    if (outside.length > 0) throw new Error(`the window asked for ${outside.slice(0, 5).join(', ')}`)
  },
  desk: async ({ launch }, use) => {
    await use(await launch())
  },
  shop: async ({ desk, visitors }, use) => {
    const contexts: BrowserContext[] = []
    const { demo } = await desk.ask('demo.begin', {})
    if (demo === null) throw new Error('The demo shop did not open')
    await desk.toInbox()
    const urlOf = (path: string) => {
      const found = demo.pages.find(({ url }) => new URL(url).pathname === path)
      if (found === undefined) throw new Error(`The demo shop has no page ${path}`)
      return found.url
    }
    const newContext = async () => {
      const context = await visitors.newContext()
      contexts.push(context)
      return context
    }
    await use({
      urlOf,
      newContext,
      visit: async (path, context) => {
        const visitor = visitorPage(await (context ?? (await newContext())).newPage())
        await visitor.page.goto(urlOf(path))
        await visitor.openChat()
        return visitor
      },
    })
    for (const context of contexts) await context.close()
  },
})

export { expect } from '@playwright/test'

export function deskOf(running: LaunchedConsole): Desk {
  return { ...consolePage(running.page), running, ask: (name, input) => ask(running.page, name, input) }
}

const picture = (page: Page) => page.screenshot().catch(() => Buffer.alloc(0))
