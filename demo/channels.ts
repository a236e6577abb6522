import type { ChannelPolicy, SchemeSettings } from '#shared/domain/channel.ts'
import type { DemoTools } from '#shared/domain/demo.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { makeSecret, makeSigningKey } from './signing.ts'

/** Hosts the demo site answers under. `*.localhost` is the machine itself (RFC 6761 §6.3). */
export const demoHosts = {
  shop: 'shop.localhost',
  /** May borrow the shop's authentication. */
  help: 'help.localhost',
  /** Chats through the same channel and may borrow nothing. */
  other: 'other.localhost',
  /** Not on any channel's list of origins. */
  stranger: 'stranger.localhost',
} as const
export type DemoHost = keyof typeof demoHosts

interface DemoChannelPlan {
  name: string
  scheme: SchemeName
  policy: ChannelPolicy
  hosts: DemoHost[]
  settings: SchemeSettings
  /** `none`: the channel has no key. `retired`: its only key has ended, and the site still signs with it. */
  key: 'active' | 'retired' | 'none'
}

export const paviorTeam = 'harbour-cycles'

/** Who signs the tokens of the shop's own channel, and whom they are made out to. */
export const demoIssuer = 'https://id.harbour-cycles.example'
export const demoAudience = 'support'

export const demoChannelPlans = {
  yourgpt: { name: 'Bike shop', scheme: 'yourgpt', policy: 'observe', hosts: ['shop'], settings: {}, key: 'active' },
  fernand: { name: 'Workshop', scheme: 'fernand', policy: 'warn', hosts: ['shop'], settings: {}, key: 'active' },
  pavior: {
    name: 'Members and help centre',
    scheme: 'pavior',
    policy: 'observe',
    hosts: ['shop', 'help', 'other'],
    settings: {
      teamVanityId: paviorTeam,
      primaryAuthenticationDomain: demoHosts.shop,
      sharedAuthenticationDomains: [demoHosts.help],
    },
    key: 'active',
  },
  talkative: {
    name: 'Insurance desk',
    scheme: 'talkative',
    policy: 'observe',
    hosts: ['shop'],
    settings: {
      identityLabels: { Email: 'email', 'Customer number': 'id', Name: 'name' },
      unsignedFields: ['Basket'],
    },
    key: 'active',
  },
  retired: { name: 'Old outlet', scheme: 'fernand', policy: 'observe', hosts: ['shop'], settings: {}, key: 'retired' },
  enforcing: {
    name: 'Account desk',
    scheme: 'fernand',
    policy: 'enforce',
    hosts: ['shop'],
    settings: {},
    key: 'active',
  },
  intercom: {
    name: 'Riders’ club',
    scheme: 'intercom-jwt',
    policy: 'observe',
    hosts: ['shop'],
    settings: { requireExpiry: true },
    key: 'active',
  },
  chatwoot: {
    name: 'Rental desk',
    scheme: 'chatwoot',
    policy: 'observe',
    hosts: ['shop'],
    settings: {},
    key: 'active',
  },
  own: {
    name: 'Travel insurance',
    scheme: 'jwt',
    policy: 'observe',
    hosts: ['shop'],
    settings: { algorithms: ['ES256'], issuer: [demoIssuer], audience: [demoAudience] },
    key: 'active',
  },
  leaking: { name: 'Spare parts', scheme: 'fernand', policy: 'observe', hosts: ['shop'], settings: {}, key: 'active' },
  unchecked: { name: 'Pop-up stand', scheme: 'yourgpt', policy: 'observe', hosts: ['shop'], settings: {}, key: 'none' },
} as const satisfies Record<string, DemoChannelPlan>
export type DemoChannelName = keyof typeof demoChannelPlans

/** What the site's back end knows of a channel once it is made. The signing side never leaves this process. */
export interface DemoChannel {
  name: DemoChannelName
  channelId: ChannelId
  scheme: SchemeName
  /** The shared secret of a keyed-hash scheme; empty where the scheme signs with a key pair. */
  secret: string
  /** The private scalar of Talkative and of the shop's own tokens; null for the other schemes. */
  signingKey: Uint8Array | null
}
export type DemoChannels = Record<DemoChannelName, DemoChannel>

/**
 * Sets the demo's channels up with fresh random keys.
 * @param originOf the origin of one of the demo's hosts, e.g. `http://shop.localhost:4810`
 */
export async function makeDemoChannels(tools: DemoTools, originOf: (host: DemoHost) => string): Promise<DemoChannels> {
  const made: Partial<DemoChannels> = {}
  for (const name of Object.keys(demoChannelPlans) as DemoChannelName[]) {
    made[name] = await makeDemoChannel(tools, name, originOf)
  }
  return made as DemoChannels
}

async function makeDemoChannel(
  tools: DemoTools,
  name: DemoChannelName,
  originOf: (host: DemoHost) => string,
): Promise<DemoChannel> {
  const plan: DemoChannelPlan = demoChannelPlans[name]
  const channel = await tools.addChannel({
    name: plan.name,
    scheme: plan.scheme,
    policy: plan.policy,
    origins: plan.hosts.map(originOf),
    settings: plan.settings,
  })
  const pair = plan.scheme === 'talkative' || plan.scheme === 'jwt' ? makeSigningKey() : null
  const secret = pair === null ? makeSecret() : ''
  if (plan.key !== 'none') {
    const key = await tools.addKey(channel.id, 'Demo key', pair === null ? secret : pair.publicKeyPem)
    if (plan.key === 'retired') await tools.retireKey(channel.id, key.id, null)
  }
  return { name, channelId: channel.id, scheme: plan.scheme, secret, signingKey: pair?.secretKey ?? null }
}
