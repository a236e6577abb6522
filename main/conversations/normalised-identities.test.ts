import { expect, test, vi } from 'vitest'
import { measured } from '../testing/endurance.ts'
import { accepted, identity, openConsole, sign } from './testing/open-console.ts'

vi.setConfig({ testTimeout: 120_000 })

/** One address, and another that some reader takes for the same: by form, letter case, space, tag, dots or width. */
const pairs: readonly (readonly [string, string])[] = [
  ...['josé', 'zoë', 'åsa', 'müller', 'çelik', 'nguyễn', 'žofia', 'łukasz.ó'].map(
    (name) => [`${name}@shop.example`.normalize('NFC'), `${name}@shop.example`.normalize('NFD')] as const,
  ),
  ...['ann', 'leo', 'maria', 'sven', 'ida', 'otto'].flatMap(
    (name) =>
      [
        [`${name}@shop.example`, `${name.toUpperCase()}@shop.example`],
        [`${name}.one@shop.example`, `${name}.one@SHOP.example`],
      ] as const,
  ),
  ...['ben', 'cleo', 'dora', 'emil', 'finn'].flatMap(
    (name) =>
      [
        [`${name}@mail.example`, `${name}+shop@mail.example`],
        [`${name}.lee@mail.example`, `${name}lee@mail.example`],
      ] as const,
  ),
  ...['gina', 'hugo', 'ines', 'jan', 'kira'].flatMap(
    (name) =>
      [
        [`${name}@wide.example`, `${name}\uFF20wide.example`],
        [`${name}.x@wide.example`, `${name}\uFF0Ex@wide.example`],
      ] as const,
  ),
]

test('forty pairs that a reader may take for one are two: each is proven by its own hash alone, and none is merged', async () => {
  const console = await openConsole()
  expect(pairs).toHaveLength(40)
  const wrong: string[] = []
  let merged = 0
  for (const [one, other] of pairs) {
    expect(one).not.toBe(other)
    const contacts: (string | null)[] = []
    for (const value of [one, other]) {
      const opened = await console.open(identity(value))
      const { status } = accepted(await console.say(opened.sessionId, identity(value), 'Hello'))
      if (status !== 'verified') wrong.push(`${value} with its own hash: ${status}`)
      contacts.push((await console.open(identity(value))).audience)
    }
    if (contacts[0] === null || contacts[1] === null || contacts[0] === contacts[1]) merged += 1
    for (const [value, signed] of [
      [one, other],
      [other, one],
    ] as const) {
      const payload = identity(value, sign(signed))
      const { sessionId } = await console.open(payload)
      const { status } = accepted(await console.say(sessionId, payload, 'Hello'))
      if (status !== 'failed') wrong.push(`${value} with the hash of ${signed}: ${status}`)
    }
  }
  measured('pairs that normalise alike', `${pairs.length} pairs, ${wrong.length} wrong verdicts, ${merged} merged`)
  expect({ wrong, merged }).toEqual({ wrong: [], merged: 0 })
  await console.remove()
})
