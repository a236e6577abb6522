import type { OpenDemo } from '#shared/domain/demo.ts'
import { makeDemoChannels } from './channels.ts'
import { demoPages } from './pages.ts'
import { startDemoSite } from './site.ts'

/**
 * Opens the demo in a console: a web site on loopback, and channels with fresh keys that its pages chat through.
 * Rejects with the console's `ProblemError` when a channel cannot be made; the site is closed again then.
 */
export const openDemo: OpenDemo = async (tools) => {
  const site = await startDemoSite()
  try {
    site.useChannels(await makeDemoChannels(tools, site.originOf), tools.intakeUrl)
  } catch (error) {
    await site.close()
    throw error
  }
  return {
    siteUrl: `${site.originOf('shop')}/`,
    pages: demoPages.map((plan) => ({ title: `${plan.vendor}: ${plan.title}`, url: site.urlOf(plan) })),
    close: () => site.close(),
  }
}
