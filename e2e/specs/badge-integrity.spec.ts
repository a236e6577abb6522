import { test } from '../support/desk.ts'
import { hiddenStrings } from '../support/hidden-strings.ts'
import { judgePlaces } from '../support/judge-places.ts'
import { noticeBodies } from '../support/notice-bodies.ts'
import { lookAtAllPlaces } from '../support/places-beside-badges.ts'
import { spoofNames } from '../support/spoof-names.ts'

test.describe.configure({ timeout: 300_000 })

// All of them, in both themes: badge-integrity.endurance.spec.ts.
test('beside every badge a name stays in its box, in no colour of ours, and is heard as the visitor’s', async ({
  desk,
  visitors,
}) => {
  const names = [...spoofNames, ...hiddenStrings].filter((_, index) => index % 28 === 0)
  const bodies = noticeBodies.filter((_, index) => index % 15 === 0)
  const found = await lookAtAllPlaces(desk, visitors, { names, bodies })
  judgePlaces(found, { names: names.length, bodies: bodies.length })
})
