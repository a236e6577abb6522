import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelView, KeyView } from '#shared/domain/channel.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import { sampleSnippets } from './sample-channels.ts'
import { fingerprintOf, lintSample } from './sample-keys.ts'
import { judgeSamplePayload } from './sample-verdicts.ts'
import type { World } from './world.ts'
import { beginDemo, found, intakeUrl, requireSupervisor, workspaceOf } from './world.ts'

type Setup = Pick<
  Answers,
  | `workspace.${'get' | 'setPreferences'}`
  | 'workspace.openWindow'
  | 'demo.begin'
  | `channels.${'list' | 'add' | 'update' | 'testPayload' | 'snippets' | 'makeServerToken'}`
  | `keys.${'lint' | 'add' | 'retire'}`
  | 'contacts.list'
>

/** Workspace, channels, keys, contacts and review, from memory. */
export function answerSetup(world: World, announce: InMemoryHost['announce']): Setup {
  const channelOf = (id: string) =>
    found(
      world.channels.find((one) => one.id === id),
      'channel',
    )
  return {
    'workspace.get': () => workspaceOf(world),
    'workspace.setPreferences': (change) => {
      world.preferences = {
        theme: change.theme ?? world.preferences.theme,
        density: change.density ?? world.preferences.density,
        idleMinutes: change.idleMinutes ?? world.preferences.idleMinutes,
      }
      return workspaceOf(world)
    },
    'workspace.openWindow': () => ({}),
    'demo.begin': () => {
      beginDemo(world)
      announce('inbox')
      return workspaceOf(world)
    },
    'channels.list': () => ({ channels: world.channels }),
    'channels.add': (input) => {
      requireSupervisor(world)
      for (const origin of input.origins) requireOrigin(origin)
      const channel: ChannelView = {
        ...input,
        id: `chan_${world.nextId()}`,
        keys: [],
        freshnessMinutes: 15,
        createdAt: world.now(),
        counts: { messages: 0, verified: 0, unverified: 0, wouldRefuse: 0, refused: 0 },
        hasServerToken: false,
      }
      world.channels.push(channel)
      return channel
    },
    'channels.update': ({ channelId, ...change }) => {
      requireSupervisor(world)
      const channel = channelOf(channelId)
      for (const origin of change.origins ?? []) requireOrigin(origin)
      return Object.assign(channel, change)
    },
    'channels.testPayload': ({ channelId, payload }) => {
      const channel = channelOf(channelId)
      return judgeSamplePayload(
        channel.scheme,
        payload,
        channel.keys.some((key) => key.state !== 'retired'),
        world.now(),
      )
    },
    'channels.snippets': ({ channelId }) => sampleSnippets(channelOf(channelId).scheme, channelId, intakeUrl),
    'channels.makeServerToken': ({ channelId }) => {
      requireSupervisor(world)
      channelOf(channelId).hasServerToken = true
      return { token: 'bft_sample-9f2c7e1d5b8a4c60-not-a-real-token' }
    },
    'keys.lint': ({ scheme, material }) => lintSample(scheme, material),
    'keys.add': ({ channelId, label, material, acceptRepair, acceptDegradedKeystore, kid, platform }) => {
      requireSupervisor(world)
      const channel = channelOf(channelId)
      const lint = lintSample(channel.scheme, material)
      if (lint.outcome === 'refuse')
        throw new ProblemError('key-refused', lint.findings[0]?.message ?? 'This key was refused.')
      if (world.keystore.protection === 'unavailable')
        throw new ProblemError(
          'keystore-unavailable',
          'The keystore of this machine cannot be opened, so no key can be kept.',
        )
      if (world.keystore.protection === 'file' && !acceptDegradedKeystore)
        throw new ProblemError('consent-needed', `${keystoreWords.file.title}: confirm that this is enough.`)
      const key: KeyView = {
        id: `key_${world.nextId()}`,
        kind: vendorOf(channel.scheme).keyKind === 'publicKey' ? 'publicKey' : 'secret',
        label,
        state: 'active',
        retiresAt: null,
        addedAt: world.now(),
        lastUsedAt: null,
        kid: kid ?? null,
        platform: platform ?? null,
        compromisedAt: null,
        fingerprint: fingerprintOf(acceptRepair ? material.trim() : material),
        warnings: lint.findings.filter((one) => one.severity === 'warning').map((one) => one.message),
        available: true,
      }
      channel.keys.unshift(key)
      return key
    },
    'keys.retire': ({ channelId, keyId, at }) => {
      requireSupervisor(world)
      const key = found(
        channelOf(channelId).keys.find((one) => one.id === keyId),
        'key',
      )
      const end = at ?? world.now()
      key.retiresAt = end
      key.state = end <= world.now() ? 'retired' : 'retiring'
      return key
    },
    'contacts.list': ({ query, cursor, limit }) => {
      const wanted = query.trim().toLowerCase()
      const start = cursor === null ? 0 : Number(cursor)
      const hits = world.contacts.filter((one) => one.value.toLowerCase().includes(wanted))
      const total = hits.length + (wanted === '' ? world.extraRows : 0)
      const end = Math.min(total, start + limit)
      const rows = Array.from({ length: Math.max(0, end - start) }, (_, index) => {
        const hit = hits[start + index]
        return hit ?? extraContact(world, start + index)
      })
      return { rows, nextCursor: end < total ? String(end) : null }
    },
  }
}

function requireOrigin(origin: string) {
  if (!/^https?:\/\/[^/\s]+$/.test(origin))
    throw new ProblemError(
      'input-invalid',
      'An origin is a scheme and a host, e.g. https://shop.example, and nothing after it.',
    )
}

function extraContact(world: World, index: number) {
  const channel = found(world.channels[index % Math.max(1, world.channels.length)], 'channel')
  const at = world.now() - index * 60_000
  return {
    id: `cont_extra${index}` as const,
    channel: { id: channel.id, name: channel.name },
    field: 'email',
    value: `visitor.${index}@example.test`,
    universe: index % 3 === 0 ? ('lead' as const) : ('signup' as const),
    firstSeenAt: at - 86_400_000,
    lastSeenAt: at,
    lastVerifiedAt: index % 3 === 0 ? null : at,
    conversations: 1 + (index % 7),
  }
}
