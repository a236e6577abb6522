import type { ChannelId, ConversationId } from '#shared/domain/ids.ts'
import type { FlagKind } from '#shared/domain/review.ts'
import type { Desk } from './desk.ts'
import { sayAsPage } from './say-as-page.ts'
import { siteServer } from './send-from-server.ts'
import { keyedHash, makeSecret, makeSigningKey, signInteractionData } from './signer.ts'

/** How many of each kind a day of flags brings, by what their visitors do. 200 in all. */
export const mixedFlags = {
  'proof-rejected': 24,
  'identity-switched': 20,
  /** A third each: a customer's own address, one that looks like it, and only their name. */
  'claims-verified-contact': 45,
  'proof-seen-elsewhere': 20,
  'unsigned-field': 20,
  'secret-exposed': 6,
  'blocked-identity': 15,
  'blocked-send': 25,
  'agent-report': 25,
} as const satisfies Record<FlagKind, number>

const text = (label: string, data: string) => ({ label, data, type: 'string' })

/**
 * Raises them all through the intake: servers of a shop and of an insurance desk hand over what visitors write, and
 * pages speak for themselves where it is about a page.
 */
export async function raiseMixedFlags(desk: Desk): Promise<void> {
  const secret = makeSecret()
  const pair = makeSigningKey()
  const shopId = await addChannel(desk, 'Shop', 'fernand', secret)
  const insuranceId = await addChannel(desk, 'Insurance', 'talkative', pair.publicKeyPem)
  const shop = await siteServer(desk, shopId)
  const insurance = await siteServer(desk, insuranceId)
  let sessions = 0
  const fresh = () => `s-${++sessions}`

  const named = (email: string) => ({ user: { email, name: 'A customer' } })
  const signed = (email: string) => ({ user: { email, hash: keyedHash(secret, email) } })
  const say = async (session: string, identity: Record<string, unknown>): Promise<ConversationId> => {
    const stored = await shop.send({ session, text: 'Where is my order?', identity })
    if (stored === null) throw new Error('the intake did not take a message')
    return stored
  }
  const times = async (kind: FlagKind, raise: (index: number) => Promise<unknown>) => {
    for (let index = 0; index < mixedFlags[kind]; index += 1) await raise(index)
  }
  const person = (index: number) => `customer${index}@shop.example`
  const token = (name: string, email: string) =>
    signInteractionData([text('Name', name), text('Email', email)], pair.secretKey)

  await times('proof-rejected', (index) =>
    say(fresh(), { user: { email: `rejected${index}@shop.example`, hash: 'ab'.repeat(32) } }),
  )
  await times('identity-switched', async (index) => {
    const session = fresh()
    await say(session, named(`first${index}@shop.example`))
    await say(session, named(`second${index}@shop.example`))
  })
  await times('claims-verified-contact', async (index) => {
    if (index % 3 === 2) {
      const name = `Customer Number ${index}`
      const policy = { signedInteractionData: token(name, `policy${index}@desk.example`) }
      await insurance.send({ session: fresh(), text: 'Am I insured?', identity: policy })
      const form = { name, email: `namesake${index}@desk.example` }
      await insurance.send({ session: fresh(), text: 'Am I insured?', form })
      return
    }
    const known = index % 3 === 0 ? person(index) : `lookalike${index}@shop.example`
    await say(fresh(), signed(known))
    await say(fresh(), named(known.replace('like', 'lik\u0435')))
  })
  await times('proof-seen-elsewhere', async (index) => {
    const identity = signed(`two-places${index}@shop.example`)
    const page = { channelId: shopId, origin: 'https://shop.example', identity, text: 'Where is my order?' }
    await sayAsPage(desk, page)
    await sayAsPage(desk, page)
  })
  await times('unsigned-field', async (index) => {
    const signedInteractionData = token(`Policy Holder ${index}`, `holder${index}@desk.example`)
    const identity = { signedInteractionData, interactionData: [text('Email', 'chief@desk.example')] }
    await insurance.send({ session: fresh(), text: 'Am I insured?', identity })
  })
  await times('blocked-send', async (index) => {
    const conversationId = await say(fresh(), named(`refund${index}@shop.example`))
    const reply = { mode: 'reply' as const, text: 'It goes to DE89 3704 0044 0532 0130 00.', templateIds: [] }
    const requestId = `attempt-${index}`
    await desk.ask('reply.send', { conversationId, requestId, ...reply, seenPosition: 1, askToSignIn: false })
  })
  await times('agent-report', async (index) => {
    const conversationId = await say(fresh(), named(`odd${index}@shop.example`))
    await desk.ask('flags.report', { conversationId, note: `Odd ${index}` })
  })
  await blockOne(desk, () => say(fresh(), named('blocked@shop.example')))
  await times('blocked-identity', () => say(fresh(), named('blocked@shop.example')))
  // Last: the secrets of a channel of their own end with it.
  await times('secret-exposed', async (index) => {
    const leaked = makeSecret()
    const leakyId = await addChannel(desk, `Outlet ${index}`, 'fernand', leaked)
    const leaky = await siteServer(desk, leakyId)
    await leaky.send({ session: fresh(), text: `Is ${leaked} my order number?` })
    leaky.close()
  })
  shop.close()
  insurance.close()
}

async function addChannel(desk: Desk, name: string, scheme: 'fernand' | 'talkative', material: string) {
  const settings = scheme === 'talkative' ? { identityLabels: { Email: 'email', Name: 'name' } } : {}
  const channel = {
    name,
    scheme,
    policy: 'observe',
    origins: [`https://${name.replace(' ', '-').toLowerCase()}.example`],
  }
  const { id } = await desk.ask('channels.add', { ...channel, policy: 'observe', settings })
  const key = { label: 'Key', material, acceptRepair: false, acceptDegradedKeystore: true }
  await desk.ask('keys.add', { channelId: id, ...key })
  return id satisfies ChannelId
}

/** Blocks whoever this message names; the report that led there is decided at once. */
async function blockOne(desk: Desk, say: () => Promise<ConversationId>): Promise<void> {
  const { flagId } = await desk.ask('flags.report', { conversationId: await say(), note: 'Not a customer' })
  await desk.ask('identities.block', { flagId, scope: 'unproven', note: 'Not a customer' })
  await desk.ask('flags.decide', { flagIds: [flagId], decision: 'impersonation', note: 'Blocked', draft: false })
}
