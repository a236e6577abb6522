import { createHash, randomBytes } from 'node:crypto'
import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelPolicy, SchemeSettings } from '#shared/domain/channel.ts'
import type { ChannelDoor } from '#shared/domain/envelope.ts'
import type { ChannelId, OperatorId } from '#shared/domain/ids.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import type { Clock } from '../clock.ts'
import type { ChannelDirectory, ChannelFacts } from '../conversations/ports.ts'
import type { Actor } from '../journal/events.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import { parseOrigins } from './origins.ts'
import { parseSettings } from './settings.ts'
import type { ChannelReads, ChannelWrites, StoredChannel } from './stored/channels.ts'

export interface NewChannel {
  name: string
  scheme: SchemeName
  policy: ChannelPolicy
  origins: string[]
  settings: SchemeSettings
  /** Minutes; 15 where it is left out. */
  freshnessMinutes?: number | undefined
}
export interface ChannelChange {
  name?: string | undefined
  policy?: ChannelPolicy | undefined
  origins?: string[] | undefined
  settings?: SchemeSettings | undefined
  freshnessMinutes?: number | undefined
}

export interface Channels extends ChannelDirectory {
  /** As it stands in the database, with its counts. */
  list(): Promise<StoredChannel[]>
  /** @throws ProblemError `input-invalid` */
  add(by: OperatorId | 'system', channel: NewChannel): Promise<ChannelId>
  /** Members left out stay as they are. @throws ProblemError `input-invalid` or `not-found` */
  update(by: OperatorId | 'system', channelId: ChannelId, change: ChannelChange): Promise<void>
  /** A new bearer token for the site's server, in place of the one before. Given this once; its digest is stored. */
  makeServerToken(by: OperatorId | 'system', channelId: ChannelId): Promise<string>
}

const defaultFreshnessMinutes = 15

/** The channels, held in memory beside the database. `onChange` is told after each change, so that doors are read again. */
export async function openChannels(
  store: Store<ChannelWrites, ChannelReads>,
  clock: Clock,
  onChange: () => void,
): Promise<Channels> {
  let held = new Map<ChannelId, ChannelFacts>()
  const readAll = async () => {
    held = new Map((await store.read('channels.list', {})).map((channel) => [channel.id, factsOf(channel)]))
  }
  // One after another: of two that overlap, the one that began earlier may not have the last word.
  let reloading: Promise<void> = Promise.resolve()
  const reload = (): Promise<void> => {
    reloading = reloading.then(readAll, readAll)
    return reloading
  }
  await reload()
  const changed = async () => {
    await reload()
    onChange()
  }
  const find = (channelId: ChannelId): ChannelFacts => {
    const channel = held.get(channelId)
    if (channel === undefined) throw noChannel()
    return channel
  }

  return {
    get: (channelId) => held.get(channelId) ?? null,
    doors: () => [...held.values()].map(doorOf),
    list: () => store.read('channels.list', {}),

    async add(by, channel) {
      const content = {
        channelId: newId('chan', randomBytes),
        name: channel.name,
        scheme: channel.scheme,
        policy: channel.policy,
        origins: parseOrigins(channel.origins),
        settings: parseSettings(channel.scheme, channel.settings),
        freshnessMinutes: channel.freshnessMinutes ?? defaultFreshnessMinutes,
      }
      await store.write('channels.add', { actor: actorOf(by), at: clock(), content })
      await changed()
      return content.channelId
    },

    async update(by, channelId, change) {
      const { scheme } = find(channelId)
      const content = {
        channelId,
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.policy === undefined ? {} : { policy: change.policy }),
        ...(change.origins === undefined ? {} : { origins: parseOrigins(change.origins) }),
        ...(change.settings === undefined ? {} : { settings: parseSettings(scheme, change.settings) }),
        ...(change.freshnessMinutes === undefined ? {} : { freshnessMinutes: change.freshnessMinutes }),
      }
      if (!(await store.write('channels.update', { actor: actorOf(by), at: clock(), content }))) throw noChannel()
      await changed()
    },

    async makeServerToken(by, channelId) {
      find(channelId)
      const token = `bfs_${randomBytes(32).toString('base64url')}`
      const digest = createHash('sha256').update(token, 'utf8').digest('hex')
      const kept = await store.write('channels.keepServerToken', { actor: actorOf(by), at: clock(), channelId, digest })
      if (!kept) throw noChannel()
      await changed()
      return token
    },
  }
}

function factsOf(channel: StoredChannel): ChannelFacts {
  const { id, name, scheme, settings, policy, origins, freshnessMinutes, serverTokenDigest } = channel
  const site = origins[0] === undefined ? name : new URL(origins[0]).host
  return { id, name, scheme, settings, policy, origins, freshnessMinutes, serverTokenDigest, site }
}

function doorOf({ id, name, scheme, origins, serverTokenDigest }: ChannelFacts): ChannelDoor {
  return { channelId: id, name, scheme, origins, serverTokenDigest }
}

function noChannel(): ProblemError {
  return new ProblemError('not-found', 'This channel does not exist any more.')
}

function actorOf(by: OperatorId | 'system'): Actor {
  return by === 'system' ? 'system' : `operator:${by}`
}
