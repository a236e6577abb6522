import { guardedPages, unsoundPages } from './channel-pages.ts'
import { customerPages } from './customers.ts'
import type { DemoPagePlan } from './page-plan.ts'
import { presetPages } from './preset-pages.ts'
import { vendorPages } from './vendor-pages.ts'

/** Every page of the demo site, in the order in which its index lists them. */
export const demoPages: readonly DemoPagePlan[] = [
  ...vendorPages,
  ...guardedPages,
  ...presetPages,
  ...unsoundPages,
  ...customerPages,
]

/** @throws RangeError when no page has this path */
export function demoPageAt(path: string): DemoPagePlan {
  const page = demoPages.find((candidate) => candidate.path === path)
  if (page === undefined) throw new RangeError(`The demo site has no page ${path}`)
  return page
}
