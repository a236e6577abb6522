import { isFull } from '../../main/testing/endurance.ts'
import { test } from '../support/desk.ts'
import { hiddenStrings } from '../support/hidden-strings.ts'
import { judgePlaces } from '../support/judge-places.ts'
import { noticeBodies } from '../support/notice-bodies.ts'
import { lookAtAllPlaces } from '../support/places-beside-badges.ts'
import { spoofNames } from '../support/spoof-names.ts'

test.describe.configure({ timeout: 1_800_000 })

// `npm test` looks at a part of them: badge-integrity.spec.ts.
for (const colorScheme of isFull ? (['light', 'dark'] as const) : []) {
  test(`beside every badge, ${colorScheme}: 140 names and 30 messages`, async ({ desk, visitors }) => {
    await desk.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const names = [...spoofNames, ...hiddenStrings]
    const found = await lookAtAllPlaces(desk, visitors, { names, bodies: noticeBodies })
    judgePlaces(found, { names: names.length, bodies: noticeBodies.length })
  })
}
