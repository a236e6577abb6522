import type { Locator } from '@playwright/test'

/** Brings every part of a scroller into view, one screen after the other, and looks at each. */
export async function everyScreen(scroller: Locator, look: () => Promise<void> = async () => undefined) {
  await scroller.evaluate((element) => element.scrollTo(0, 0))
  for (;;) {
    await look()
    const atEnd = await scroller.evaluate(
      (element) =>
        new Promise<boolean>((done) => {
          const before = element.scrollTop
          element.scrollBy(0, element.clientHeight * 0.8)
          requestAnimationFrame(() => requestAnimationFrame(() => done(element.scrollTop === before)))
        }),
    )
    if (atEnd) return
  }
}
