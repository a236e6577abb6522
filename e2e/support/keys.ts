import type { Locator } from '@playwright/test'

/**
 * Moves focus by Tab until it is on `wanted`, as somebody without a mouse does.
 * @throws Error where Tab does not come to it in `most` steps
 */
export async function tabTo(wanted: Locator, most = 16): Promise<void> {
  await wanted.waitFor()
  for (let steps = 0; steps <= most; steps += 1) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return
    await wanted.page().keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to ${String(wanted)}`)
}
