import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelView, KeyView } from '#shared/domain/channel.ts'
import type { ChannelId, KeyId, OperatorId } from '#shared/domain/ids.ts'
import { sentenceFor } from '#shared/domain/sentences.ts'
import type { Clock } from '../clock.ts'
import type { Verify } from '../identity/check.ts'
import { withOtherChannel } from '../identity/other-channel.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { ChannelChange, Channels, NewChannel } from './channels.ts'
import { parseOrigin } from './origins.ts'
import { parseSettings } from './settings.ts'
import { makeSnippets } from './snippets/snippets.ts'
import type { StoredChannel } from './stored/channels.ts'

export interface ChannelDeskParts {
  channels: Channels
  keyring: Keyring
  verify: Verify
  clock: Clock
  /** Where the intake listens, or would listen. */
  intakeUrl: () => string
  /** Told after each change of a channel or key. */
  onChange: () => void
}

type By = OperatorId | 'system'

/** What the window asks of channels and their keys. Every function rejects with a ProblemError. */
export function createChannelDesk({ channels, keyring, verify, clock, intakeUrl, onChange }: ChannelDeskParts) {
  const list = async (): Promise<ChannelView[]> => {
    const [stored, keys] = await Promise.all([channels.list(), keyring.list()])
    return stored.map((channel) => viewOf(channel, keys))
  }
  const one = async (channelId: ChannelId): Promise<ChannelView> => {
    const found = (await list()).find(({ id }) => id === channelId)
    if (found === undefined) throw noChannel()
    return found
  }
  const factsOf = (channelId: ChannelId) => {
    const facts = channels.get(channelId)
    if (facts === null) throw noChannel()
    return facts
  }

  return {
    list,

    async add(by: By, channel: NewChannel): Promise<ChannelView> {
      const channelId = await channels.add(by, channel)
      onChange()
      return one(channelId)
    },

    async update(by: By, channelId: ChannelId, change: ChannelChange): Promise<ChannelView> {
      await channels.update(by, channelId, change)
      onChange()
      return one(channelId)
    },

    async makeServerToken(by: By, channelId: ChannelId): Promise<string> {
      const token = await channels.makeServerToken(by, channelId)
      onChange()
      return token
    },

    async addKey(by: By, input: RequestInput<'keys.add'>): Promise<KeyView> {
      const { scheme } = factsOf(input.channelId)
      const key = await keyring.add(by, { ...input, scheme })
      onChange()
      return key
    },

    async retireKey(by: By, channelId: ChannelId, keyId: KeyId, at: number | null): Promise<KeyView> {
      const key = await keyring.retire(by, channelId, keyId, at)
      onChange()
      return key
    },

    async snippets(channelId: ChannelId): Promise<RequestOutput<'channels.snippets'>> {
      const { keys } = await one(channelId)
      const kind = keys.find(({ state }) => state === 'active')?.kind ?? null
      return makeSnippets(factsOf(channelId), intakeUrl(), kind)
    },

    /**
     * Judges a sample payload with the channel's own keys and settings, by the engine that judges messages. Nothing
     * of it is stored.
     */
    async testPayload(input: RequestInput<'channels.testPayload'>): Promise<RequestOutput<'channels.testPayload'>> {
      const { id, scheme, settings: kept } = factsOf(input.channelId)
      const settings = input.settings === undefined ? kept : parseSettings(scheme, input.settings)
      const { keys, available } = await keyring.keysFor(id)
      const origin = input.origin === null || input.origin.trim() === '' ? null : parseOrigin(input.origin)
      const identity = input.payload.trim() === '' ? null : input.payload
      if (identity !== null && !looksLikeJson(identity)) throw notJson()
      const check = {
        scheme,
        settings,
        keys,
        keysAvailable: available,
        identity,
        form: null,
        page: { origin },
        at: clock(),
      }
      const verdict = await withOtherChannel(verify, check, await verify(check), keyring.keysOfOthers(id))
      const details = { field: verdict.field, borrowed: verdict.evidence.borrowed, assurance: verdict.assurance }
      return { verdict, sentence: sentenceFor(verdict.status, verdict.reason, details) }
    },
  }
}
export type ChannelDesk = ReturnType<typeof createChannelDesk>

function viewOf(channel: StoredChannel, keys: { channelId: ChannelId; key: KeyView }[]): ChannelView {
  const { serverTokenDigest, ...rest } = channel
  return {
    ...rest,
    keys: keys.filter(({ channelId }) => channelId === channel.id).map(({ key }) => key),
    hasServerToken: serverTokenDigest !== null,
  }
}

/** Loose on purpose: what is JSON but not sound (doubled members, say) is for the engine to refuse and explain. */
function looksLikeJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function notJson(): ProblemError {
  return new ProblemError(
    'input-invalid',
    'This is not JSON. Paste only the object that your page passes, without the call around it, and put its names ' +
      'and texts in double quotes: {"email": "ann@example.com"}.',
  )
}

function noChannel(): ProblemError {
  return new ProblemError('not-found', 'This channel does not exist any more.')
}
