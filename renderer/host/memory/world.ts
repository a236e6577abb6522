import type { ContactRow, Notice, SessionView, Workspace } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelView, OperatorView } from '#shared/domain/channel.ts'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { GrantRequestRow } from '#shared/domain/grant.ts'
import type { FlagRow, RefusalRow } from '#shared/domain/review.ts'
import { sampleChannels } from './sample-channels.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { rowOf, sampleConversations } from './sample-conversations.ts'
import { sampleGrantRequests } from './sample-grants.ts'
import { sampleContacts, sampleFlags, sampleRefusals } from './sample-review.ts'
import type { HeldTemplate } from './sample-templates.ts'
import { sampleTemplates } from './sample-templates.ts'

export interface WorldOptions {
  /** Milliseconds since 1970: an argument, so that pictures of two runs are the same. */
  now: () => number
  /** No channel, no conversation, nobody but one operator: the first run. */
  empty?: boolean
  /** Rows beyond the written ones, e.g. 100 000. They are made when asked for. */
  extraRows?: number
  role?: 'agent' | 'supervisor'
  /** Who is at the window; signed in unless told. */
  session?: SessionView['state']
  keystore?: Workspace['keystore']['protection']
  notices?: Notice[]
  theme?: Workspace['preferences']['theme']
  density?: Workspace['preferences']['density']
}

/** Everything the in-memory host knows. Changed in place by its answers. */
export interface World {
  now: () => number
  nextId: () => string
  operators: OperatorView[]
  operatorId: OperatorView['id']
  session: SessionView['state']
  /** Operators who were given a start passphrase. */
  starting: Set<string>
  withoutPassphrase: string | null
  preferences: Workspace['preferences']
  keystore: Workspace['keystore']
  notices: Notice[]
  demo: Workspace['demo']
  channels: ChannelView[]
  conversations: HeldConversation[]
  extraRows: number
  flags: FlagRow[]
  refusals: RefusalRow[]
  grantRequests: GrantRequestRow[]
  contacts: ContactRow[]
  sent: Map<string, string>
  templates: HeldTemplate[]
  /** Of drafts: rises with every change. */
  revision: number
}

export const intakeUrl = 'http://127.0.0.1:4717'

export function makeWorld(options: WorldOptions): World {
  const now = options.now()
  const empty = options.empty ?? false
  const agent: OperatorView = { id: 'oper_jian', name: 'Jian Yang', role: 'agent' }
  const supervisor: OperatorView = { id: 'oper_monica', name: 'Monica Hall', role: 'supervisor' }
  const channels = empty ? [] : sampleChannels(now)
  const conversations = empty ? [] : sampleConversations(now, agent.id)
  const protection = options.keystore ?? 'os'
  let count = 0
  return {
    now: options.now,
    nextId: () => `sample${((count += 1)).toString(36)}`,
    session: options.session ?? 'signed-in',
    starting: new Set(),
    withoutPassphrase: null,
    operators: options.session === 'begin' ? [] : empty ? [{ ...supervisor, name: 'You' }] : [agent, supervisor],
    operatorId: !empty && (options.role ?? 'supervisor') === 'agent' ? agent.id : supervisor.id,
    preferences: { theme: options.theme ?? 'system', density: options.density ?? 'comfortable', idleMinutes: 10 },
    keystore: {
      protection,
      backend: protection === 'os' ? 'gnome_libsecret' : protection === 'file' ? 'file' : 'none',
    },
    notices: options.notices ?? [],
    demo: null,
    channels,
    conversations,
    extraRows: empty ? 0 : (options.extraRows ?? 0),
    flags: empty ? [] : sampleFlags(conversations, channels, now),
    refusals: empty ? [] : sampleRefusals(now),
    grantRequests: empty ? [] : sampleGrantRequests(conversations, channels, now),
    contacts: empty ? [] : sampleContacts(conversations, channels),
    sent: new Map(),
    templates: structuredClone(sampleTemplates),
    revision: 1,
  }
}

/** Fills an empty world with the demo shop, as `demo.begin` does. */
export function beginDemo(world: World) {
  const now = world.now()
  if (world.channels.length === 0) {
    world.channels = sampleChannels(now)
    world.conversations = sampleConversations(now, world.operatorId)
    world.flags = sampleFlags(world.conversations, world.channels, now)
    world.refusals = sampleRefusals(now)
    world.contacts = sampleContacts(world.conversations, world.channels)
  }
  const siteUrl = 'http://127.0.0.1:4718'
  const page = (path: string, title: string) => ({ title, url: `${siteUrl}/${path}` })
  world.demo = {
    siteUrl,
    pages: [
      page('fernand', 'Fernand · signed in as richard@piedpiper.com'),
      page('yourgpt', 'YourGPT · signed in as customer 88213'),
      page('pavior', 'Pavior · signed in on the main site'),
      page('pavior/help', 'Pavior · help centre that borrows the sign-in'),
      page('talkative', 'Talkative · signed interaction data'),
      page('impostor', 'An impostor · claims to be richard@piedpiper.com'),
      page('anonymous', 'A visitor who is not signed in'),
    ],
  }
}

export function workspaceOf(world: World): Workspace {
  const operator = world.operators.find((one) => one.id === world.operatorId) ?? world.operators[0]
  if (operator === undefined) throw new ProblemError('internal', 'There is no operator.')
  return {
    version: '0.1.0',
    operator,
    operators: world.operators,
    runtime: 'chromium',
    intake: { state: 'listening', url: intakeUrl },
    keystore: world.keystore,
    preferences: world.preferences,
    notices: world.notices,
    firstRun: world.channels.length === 0,
    demo: world.demo,
    counts: {
      waiting: world.conversations.filter((one) => rowFor(world, one).waitingSince !== null).length,
      openFlags: world.flags.filter(({ state }) => state === 'open' || state === 'draft' || state === 'disputed')
        .length,
      overrideRequests: world.grantRequests.filter(({ state }) => state === 'waiting').length,
    },
  }
}

export function requireSupervisor(world: World) {
  if (workspaceOf(world).operator.role !== 'supervisor')
    throw new ProblemError('not-allowed', 'Only a supervisor can do this. Nothing was changed.')
}

export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ProblemError('not-found', `This ${what} is not here any more.`)
  return value
}

export function rowFor(world: World, held: HeldConversation): ConversationRow {
  const channel = found(
    world.channels.find((one) => one.id === held.channelId),
    'channel',
  )
  const operator = world.operators.find((one) => one.id === held.assigneeId)
  const open = world.flags.filter((flag) => flag.conversationId === held.id && flag.decision === null).length
  return rowOf(held, channel, operator?.name ?? '', open)
}
