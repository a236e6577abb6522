import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VerificationKey } from '../main/identity/check.ts'
import { importPublicKeyPem, importSecret } from '../main/identity/import-key.ts'
import { verify } from '../main/identity/verify.ts'
import { demoChannelPlans } from './channels.ts'
import { openDemo } from './open.ts'
import { askPage, callsOfPage, recordingTools } from './page-reader.ts'
import { demoPageAt } from './pages.ts'
import type { Scenario } from './scenarios.ts'
import { scenarios } from './scenarios.ts'

const { tools, keys, channels, retired } = recordingTools()
let demo: Awaited<ReturnType<typeof openDemo>>
beforeAll(async () => {
  demo = await openDemo(tools)
})
afterAll(() => demo.close())

function keysOf(channelId: string, compromised: boolean): VerificationKey[] {
  const material = keys.get(channelId)
  if (material === undefined) return []
  const imported = material.startsWith('-----') ? importPublicKeyPem(material, 'token') : importSecret(material)
  if (!imported.ok) throw new Error(imported.problem.message)
  const state = retired.includes(channelId) ? 'retired' : 'active'
  return [{ id: 'key_1', state, retiresAt: null, ...(compromised ? { compromised } : {}), ...imported.key }]
}

/** What the widget hands over for this page: what its call named, or what Talkative's element holds. */
async function payloadOf(url: string): Promise<unknown> {
  const { text } = await askPage(url)
  const element = /:signed-interaction-data="([^"]+)"/.exec(text)?.[1]
  if (element !== undefined) return { signedInteractionData: element }
  return (await callsOfPage(url))[0] ?? null
}

describe('demo scenarios', () => {
  const judged = scenarios.filter((scenario) => scenario.steps.every(({ does }) => does !== 'fills-form'))
  it.each(judged.map((scenario) => [scenario.title, scenario] as const))(
    'the engine agrees: %s',
    async (_, scenario) => {
      const first = scenario.steps.find((step) => step.does === 'writes' || step.does === 'is-refused')
      if (first?.does !== 'writes') return
      const plan = demoPageAt(scenario.page)
      const channel = [...channels].find(([, input]) => input.name === demoChannelPlans[plan.channel].name)
      if (channel === undefined) throw new Error(`no channel for ${scenario.page}`)
      const url = demo.pages.find((page) => page.url.endsWith(scenario.page))?.url ?? ''
      const payload = await payloadOf(url)
      const verdict = await verify({
        scheme: channel[1].scheme,
        settings: channel[1].settings,
        // The console ends such a key when the page opens the chat, before the engine is asked.
        keys: keysOf(channel[0], first.expect.flag === 'secret-exposed'),
        keysAvailable: true,
        identity: payload === null ? null : JSON.stringify(payload),
        form: null,
        page: { origin: new URL(url).origin },
        at: Date.now(),
      })
      const value = verdict.field === null ? null : (verdict.fields[verdict.field]?.value ?? null)
      expect({ status: verdict.status, reason: verdict.reason, value }).toEqual({
        status: first.expect.status,
        reason: first.expect.reason,
        value: first.expect.value,
      })
    },
  )

  it('names only pages and scenarios that exist', () => {
    const titles = new Set(scenarios.map(({ title }) => title))
    expect(titles.size).toBe(scenarios.length)
    const dangling = scenarios.filter(
      (scenario: Scenario) => scenario.after !== undefined && !titles.has(scenario.after),
    )
    expect(dangling).toEqual([])
    for (const scenario of scenarios) expect(demoPageAt(scenario.page).path).toBe(scenario.page)
  })

  it('sends no text twice, so that each message can be found by what it says', () => {
    const texts = scenarios.flatMap(({ steps }) => steps.flatMap((step) => (step.does === 'writes' ? [step.text] : [])))
    expect(new Set(texts).size).toBe(texts.length)
  })
})
