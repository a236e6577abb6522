import type { ChannelPolicy, ChannelView, SchemeSettings } from '#shared/domain/channel.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import type { Actor, JournalEvents } from '../../journal/events.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

export interface StoredChannel {
  id: ChannelId
  name: string
  scheme: SchemeName
  policy: ChannelPolicy
  origins: string[]
  settings: SchemeSettings
  freshnessMinutes: number
  serverTokenDigest: string | null
  createdAt: number
  counts: ChannelView['counts']
}

interface By {
  actor: Actor
  at: number
}

export const channelWrites = {
  'channels.add': (handle: WriteHandle, input: By & { content: JournalEvents['channel.added'] }): void => {
    record(handle, { type: 'channel.added', actor: input.actor, at: input.at, content: input.content })
  },
  /** False where there is no such channel. */
  'channels.update': (handle: WriteHandle, input: By & { content: JournalEvents['channel.updated'] }): boolean => {
    if (!exists(handle, input.content.channelId)) return false
    record(handle, { type: 'channel.updated', actor: input.actor, at: input.at, content: input.content })
    return true
  },
  'channels.keepServerToken': (handle: WriteHandle, input: By & JournalEvents['channel.serverTokenMade']): boolean => {
    const { actor, at, channelId, digest } = input
    if (!exists(handle, channelId)) return false
    record(handle, { type: 'channel.serverTokenMade', actor, at, content: { channelId, digest } })
    return true
  },
}
export type ChannelWrites = typeof channelWrites

export const channelReads = {
  'channels.list': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): StoredChannel[] =>
    all<ChannelRow>(
      handle,
      `SELECT id, name, scheme, policy, origins, settings, freshness_minutes AS freshnessMinutes,
          server_token_digest AS serverTokenDigest, created_at AS createdAt,
          coalesce(messages, 0) AS messages, coalesce(verified, 0) AS verified, coalesce(unverified, 0) AS unverified,
          coalesce(would_refuse, 0) AS wouldRefuse, coalesce(refused, 0) AS refused
        FROM channels LEFT JOIN channel_counts ON channel_id = id ORDER BY created_at, channels.rowid`,
    ).map(({ messages, verified, unverified, wouldRefuse, refused, origins, settings, ...row }) => ({
      ...row,
      origins: JSON.parse(origins) as string[],
      settings: JSON.parse(settings) as SchemeSettings,
      counts: { messages, verified, unverified, wouldRefuse, refused },
    })),
}
export type ChannelReads = typeof channelReads

type ChannelRow = Omit<StoredChannel, 'origins' | 'settings' | 'counts'> &
  ChannelView['counts'] & { origins: string; settings: string }

function exists(handle: WriteHandle, channelId: ChannelId): boolean {
  return one(handle, 'SELECT 1 FROM channels WHERE id = ?', channelId) !== null
}

export const channelProjection: Projection = {
  'channel.added': (handle, { at, content }) => {
    run(
      handle,
      `INSERT INTO channels (id, name, scheme, policy, origins, settings, freshness_minutes, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      content.channelId,
      content.name,
      content.scheme,
      content.policy,
      JSON.stringify(content.origins),
      JSON.stringify(content.settings),
      content.freshnessMinutes,
      at,
    )
  },
  'channel.updated': (handle, { content }) => {
    run(
      handle,
      `UPDATE channels SET name = coalesce(?, name), policy = coalesce(?, policy), origins = coalesce(?, origins),
        settings = coalesce(?, settings), freshness_minutes = coalesce(?, freshness_minutes) WHERE id = ?`,
      content.name ?? null,
      content.policy ?? null,
      content.origins === undefined ? null : JSON.stringify(content.origins),
      content.settings === undefined ? null : JSON.stringify(content.settings),
      content.freshnessMinutes ?? null,
      content.channelId,
    )
  },
  'channel.serverTokenMade': (handle, { content }) => {
    run(handle, 'UPDATE channels SET server_token_digest = ? WHERE id = ?', content.digest, content.channelId)
  },
}
export const channelTables = ['channels']
