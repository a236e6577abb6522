import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { messageTextMax } from '#shared/domain/visitor-frames.ts'
import { wholeText } from '../intake/frames.ts'
import { measured } from '../testing/endurance.ts'
import { accepted, openConsole, operatorId, sign } from './testing/open-console.ts'

const strings: string[] = JSON.parse(
  readFileSync(new URL('../identity/vectors/blns/blns.json', import.meta.url), 'utf8'),
) as string[]

let console: Awaited<ReturnType<typeof openConsole>>
beforeAll(async () => {
  console = await openConsole()
})
afterAll(() => console.remove())

/** What the intake would do with it as a message: refuse it in words, or hand it on as it is. */
const passesIntake = (text: string) => wholeText.min(1).max(messageTextMax).safeParse(text).success

it('keeps every naughty string exactly, as id, name, e-mail and message, or refuses it', {
  timeout: 120_000,
}, async () => {
  expect(strings).toHaveLength(515)
  const counts = { messages: 0, values: 0, refused: 0, verified: 0 }
  const wrong: string[] = []
  for (const [index, text] of strings.entries()) {
    const body = passesIntake(text) ? text : 'refused by the intake'
    if (body !== text) counts.refused += 1
    const signed = index % 2 === 0
    const payload = JSON.stringify({ email: text, name: text, id: text, ...(signed ? { hash: sign(text) } : {}) })
    const { sessionId } = await console.open(payload)
    const receipt = accepted(await console.say(sessionId, payload, body))
    const view = await console.inbox.open({ conversationId: receipt.conversationId }, operatorId)

    const stored = view.messages.at(-1)?.text
    if (stored === body) counts.messages += body === text ? 1 : 0
    else wrong.push(`${index} message: ${JSON.stringify(stored)}`)

    const dropped = new Set(view.identity.verdict?.evidence.droppedFields ?? [])
    for (const name of ['email', 'name', 'id']) {
      const value = view.identity.fields.find((field) => field.name === name)?.value
      if (value === text) counts.values += 1
      else if (value === undefined && (dropped.has(name) || text === '')) counts.refused += 1
      else wrong.push(`${index} ${name}: ${JSON.stringify(value)}`)
    }
    if (receipt.status === 'verified') {
      counts.verified += 1
      if (!signed || view.row.standing.value !== text) wrong.push(`${index} verified as ${view.row.standing.value}`)
    }
    // What was stored is found again: the list, the search and the explanation read it too.
    await console.inbox.search({ query: text.slice(0, 200), limit: 5 })
  }
  await console.inbox.list({ filter: 'all', cursor: null, limit: 200 }, operatorId)
  measured(
    'naughty strings',
    `${strings.length} as id, name, e-mail and message: ${counts.messages + counts.values} exact, ${counts.refused} refused, ${wrong.length} changed, 0 crashes`,
  )
  expect(wrong).toEqual([])
  expect(counts.verified).toBeGreaterThan(200)
})
