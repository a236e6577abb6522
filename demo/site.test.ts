import { createPublicKey, createHmac, verify } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelView, KeyView } from '#shared/domain/channel.ts'
import type { DemoTools } from '#shared/domain/demo.ts'
import { openDemo } from './open.ts'
import { demoPages } from './pages.ts'
import { keyedHash } from './signing.ts'

const keys = new Map<string, string>()
const retired: string[] = []
const tools: DemoTools = {
  intakeUrl: 'http://127.0.0.1:4717',
  addChannel: async (input) =>
    ({ ...input, id: `chan_${input.name.toLowerCase().replace(/[^a-z]/g, '')}` }) as ChannelView,
  updateChannel: async (id) => ({ id }) as ChannelView,
  addKey: async (channelId, _label, material) => {
    keys.set(channelId, material)
    return { id: 'key_1' as const } as unknown as KeyView
  },
  retireKey: async (channelId, id) => {
    retired.push(channelId)
    return { id } as KeyView
  },
  makeServerToken: async () => 'token',
}

/** The whole answer to a request under any of the site's names, without depending on how a name resolves. */
function ask(url: string): Promise<{ status: number; text: string }> {
  const { host, port, pathname } = new URL(url)
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: pathname, headers: { host } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
    }).on('error', reject)
  })
}

/** Runs the page's own scripts, and gives the calls that its stub kept. */
async function callsOf(url: string): Promise<Record<string, unknown>[]> {
  const { text } = await ask(url)
  const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((found) => found[1])
  const window: Record<string, unknown> & { q?: never } = {}
  window['window'] = window
  window['addEventListener'] = () => undefined
  window['document'] = { getElementById: () => ({ addEventListener: () => undefined }) }
  for (const script of scripts) runInNewContext(script ?? '', window)
  const kept = ['$yourgptChatbot', 'Fernand', 'Pavior', 'TalkativeEngageApi'].flatMap((name) => {
    const stub = window[name] as { q?: ArrayLike<unknown>[] } | undefined
    return Array.from(stub?.q ?? [], (call) => Array.from(call))
  })
  return kept.map((call) => JSON.parse(JSON.stringify(call.at(-1))) as Record<string, unknown>)
}

let demo: Awaited<ReturnType<typeof openDemo>>
beforeAll(async () => {
  demo = await openDemo(tools)
})
afterAll(() => demo.close())

const page = (path: string) => demo.pages.find((candidate) => candidate.url.endsWith(path))?.url ?? ''
const hmacHex = (key: string | undefined, value: string) =>
  createHmac('sha256', key ?? '')
    .update(value)
    .digest('hex')

describe('demo site', () => {
  it('gives the digests that the documents publish', () => {
    expect(keyedHash('6fdc0085d97cc621edcc0333fd93ef220f0eb1ce', 'richard@piedpiper.com')).toBe(
      'fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244',
    )
    expect(keyedHash('ladygaga', 'user@example.com')).toBe(
      'ca4e0d714668828ecce7440675f0e520163747de2654cf74a53ca14b9db59832',
    )
  })

  it('answers every page it lists, and no other host', async () => {
    for (const { url } of demo.pages) expect((await ask(url)).status, url).toBe(200)
    const { port } = new URL(demo.siteUrl)
    expect((await ask(`http://evil.example:${port}/`)).status).toBe(421)
  })

  it('retires the key of the channel that is for that, and gives none to the unchecked one', () => {
    expect(retired).toEqual(['chan_oldoutlet'])
    expect(keys.has('chan_popupstand')).toBe(false)
  })

  it('signs the customer number for YourGPT, and the e-mail in the wrong-field variant', async () => {
    const key = keys.get('chan_bikeshop')
    const [signed] = await callsOf(page('/yourgpt/signed-in'))
    expect(signed?.['user_hash']).toBe(hmacHex(key, String(signed?.['ext_user_id'])))
    const [lower] = await callsOf(page('/yourgpt/lower-field'))
    expect(lower?.['user_hash']).toBe(hmacHex(key, String(lower?.['email'])))
    const [forged] = await callsOf(page('/yourgpt/forged'))
    expect(forged?.['user_hash']).not.toBe(hmacHex(key, String(forged?.['ext_user_id'])))
    const [unsigned] = await callsOf(page('/yourgpt/unsigned'))
    expect(unsigned).not.toHaveProperty('user_hash')
  })

  it('keeps a hostile name inside the script it stands in', async () => {
    const [call] = await callsOf(page('/fernand/hostile-name'))
    expect((call?.['user'] as { name: string }).name).toContain('</script>')
  })

  it('borrows with the hash, and shares without one', async () => {
    const [borrowed] = await callsOf(page('/pavior/borrowed'))
    expect(borrowed).toMatchObject({ shareAuth: 'shop.localhost', teamVanityId: 'harbour-cycles' })
    expect(borrowed?.['hmac']).toBe(hmacHex(keys.get('chan_membersandhelpcentre'), String(borrowed?.['email'])))
    const [shared] = await callsOf(page('/pavior/shared-alone'))
    expect(shared).toEqual({
      teamVanityId: 'harbour-cycles',
      doChat: true,
      doTimeTravel: true,
      shareAuth: 'shop.localhost',
    })
  })

  it('signs Talkative’s array so that OpenSSL accepts it, and an altered one not', async () => {
    const publicKey = createPublicKey(keys.get('chan_insurancedesk') ?? '')
    const holds = (token: string) => {
      const [header, payload, signature] = token.split('.')
      return verify(
        'sha256',
        Buffer.from(`${header}.${payload}`),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature ?? '', 'base64url'),
      )
    }
    const [signed] = await callsOf(page('/talkative/signed-in'))
    expect(holds(String(signed?.['signedInteractionData']))).toBe(true)
    const [altered] = await callsOf(page('/talkative/altered'))
    expect(holds(String(altered?.['signedInteractionData']))).toBe(false)
    expect((await ask(page('/talkative/element'))).text).toMatch(/:signed-interaction-data="ey[\w-]+\.[\w-]+\.[\w-]+"/)
  })

  it('has one plan per path', () => {
    expect(new Set(demoPages.map((plan) => plan.path)).size).toBe(demoPages.length)
  })
})
