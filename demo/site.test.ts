import { createHmac, createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDemo } from './open.ts'
import { askPage, callsOfPage, recordingTools } from './page-reader.ts'
import { demoPages } from './pages.ts'
import { keyedHash } from './signing.ts'

const { tools, keys, retired } = recordingTools()

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
    for (const { url } of demo.pages) expect((await askPage(url)).status, url).toBe(200)
    const { port } = new URL(demo.siteUrl)
    expect((await askPage(`http://evil.example:${port}/`)).status).toBe(421)
  })

  it('retires the key of the channel that is for that, and gives none to the unchecked one', () => {
    expect(retired).toEqual(['chan_oldoutlet'])
    expect(keys.has('chan_popupstand')).toBe(false)
  })

  it('signs the customer number for YourGPT, and the e-mail in the wrong-field variant', async () => {
    const key = keys.get('chan_bikeshop')
    const [signed] = await callsOfPage(page('/yourgpt/signed-in'))
    expect(signed?.['user_hash']).toBe(hmacHex(key, String(signed?.['ext_user_id'])))
    const [lower] = await callsOfPage(page('/yourgpt/lower-field'))
    expect(lower?.['user_hash']).toBe(hmacHex(key, String(lower?.['email'])))
    const [forged] = await callsOfPage(page('/yourgpt/forged'))
    expect(forged?.['user_hash']).not.toBe(hmacHex(key, String(forged?.['ext_user_id'])))
    const [unsigned] = await callsOfPage(page('/yourgpt/unsigned'))
    expect(unsigned).not.toHaveProperty('user_hash')
  })

  it('keeps a hostile name inside the script it stands in', async () => {
    const [call] = await callsOfPage(page('/fernand/hostile-name'))
    expect(call).toMatchObject({ user: { name: expect.stringContaining('</script>') } })
  })

  it('borrows with the hash, and shares without one', async () => {
    const [borrowed] = await callsOfPage(page('/pavior/borrowed'))
    expect(borrowed).toMatchObject({ shareAuth: 'shop.localhost', teamVanityId: 'harbour-cycles' })
    expect(borrowed?.['hmac']).toBe(hmacHex(keys.get('chan_membersandhelpcentre'), String(borrowed?.['email'])))
    const [shared] = await callsOfPage(page('/pavior/shared-alone'))
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
    const [signed] = await callsOfPage(page('/talkative/signed-in'))
    expect(holds(String(signed?.['signedInteractionData']))).toBe(true)
    const [altered] = await callsOfPage(page('/talkative/altered'))
    expect(holds(String(altered?.['signedInteractionData']))).toBe(false)
    expect((await askPage(page('/talkative/element'))).text).toMatch(
      /:signed-interaction-data="ey[\w-]+\.[\w-]+\.[\w-]+"/,
    )
  })

  it('has one plan per path', () => {
    expect(new Set(demoPages.map((plan) => plan.path)).size).toBe(demoPages.length)
  })
})
