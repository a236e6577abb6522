import { createHash } from 'node:crypto'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type {
  MessageEnvelope,
  MessageReceipt,
  OpenEnvelope,
  OpenReceipt,
  Refusal,
  VisitorContext,
} from '#shared/domain/envelope.ts'
import type { ContactId, ConversationId, SessionId } from '#shared/domain/ids.ts'
import { sentenceFor } from '#shared/domain/sentences.ts'
import type { ReasonCode, Verdict, VerdictStatus } from '#shared/domain/verdict.ts'
import type { Clock } from '../clock.ts'
import type { Verify } from '../identity/check.ts'
import { hint } from '../identity/hints.ts'
import { mayBeOfOtherChannel, withOtherChannel } from '../identity/other-channel.ts'
import { mayHoldProof, withoutProofsOf } from '../identity/proofs-in-text.ts'
import type { RandomBytes } from '../new-id.ts'
import { newIdAt, pooledBytes } from '../new-id.ts'
import type { ExposedSecret } from '../review/flag-rules.ts'
import { exposedPerUse, flagsPerMessage } from '../review/flag-rules.ts'
import type { Store } from '../storage/port.ts'
import type { ConsolePort } from '../transport/port.ts'
import type { ClockSkew } from './clock-skew.ts'
import { shownFrom } from './clock-skew.ts'
import type { Cleansed, ExposureWatch } from './exposure.ts'
import { cleanse, cleanVerdict } from './exposure.ts'
import { gatherRefusals } from './gather-refusals.ts'
import { createLines } from './in-line.ts'
import { createLiveProofs } from './live-proofs.ts'
import { withoutProofs } from './page-address.ts'
import type { ChannelDirectory, ChannelFacts, KeyDirectory, OperatorDirectory } from './ports.ts'
import type { ProofEnds } from './proof-ends.ts'
import {
  blockedVisitor,
  consoleUnavailable,
  idReused,
  storageFull,
  unknownChannel,
  unknownSession,
  unverifiedVisitor,
  warningFor,
} from './refusals.ts'
import type { ConversationReads, ConversationWrites } from './stored/operations.ts'
import type { SessionConversationInput } from './stored/session-conversation.ts'

export interface RecordParts {
  store: Store<ConversationWrites, ConversationReads>
  channels: ChannelDirectory
  keyring: KeyDirectory
  operators: OperatorDirectory
  verify: Verify
  proofEnds: Pick<ProofEnds, 'connected' | 'ended' | 'stands'>
  /** Of this console's clock against its peers': what is shown, and what a hint says. It changes no verdict. */
  clockSkew: ClockSkew
  exposure: ExposureWatch
  /** A visitor was given replies as they came back: whoever waits for acknowledgements has more to wait for. */
  onHandedOver(): void
  clock: Clock
  randomBytes: RandomBytes
  onChange(event: ChangeEvent): void
}

/** The way in: what a visitor sends is verified once, stored with its verdict, and only then acknowledged. */
export interface VisitorRecord extends ConsolePort {
  /** Resolves when everything that was gathered is stored. Call before the store closes. */
  flush(): Promise<void>
}

/** Builds the console's side of the transport. Its functions never reject: trouble becomes a refusal. */
export function createRecord(parts: RecordParts): VisitorRecord {
  const { store, channels, clock, randomBytes, onChange } = parts
  const idBytes = pooledBytes(randomBytes)
  const inLine = createLines<SessionId>()
  const liveProofs = createLiveProofs()
  const checking: Checking = { ...parts, spare: createSpare(clock) }

  const refusals = gatherRefusals(async (reports) => {
    try {
      await store.write('refusals.add', { reports })
      onChange({ topic: 'refusals', conversationId: null })
    } catch {
      // Counting is not worth more trouble than the store already has, and a count is all that is lost.
    }
  })

  async function open(envelope: OpenEnvelope): Promise<OpenReceipt> {
    const { context } = envelope
    const channel = channels.get(context.channelId)
    if (!channel) return unknownChannel
    const at = clock()
    const tokenDigest = envelope.sessionToken === null ? null : digest(envelope.sessionToken)
    const resumes = sessionOf(envelope, tokenDigest)
    const clean = await withoutSecrets({
      context,
      name: context.via === 'server' ? envelope.sessionName : null,
      text: '',
    })
    const found = cleanVerdict(parts.exposure.search(), await check(checking, channel, clean.context, at, resumes))
    const { name } = clean
    const token = name === null ? Buffer.from(randomBytes(32)).toString('base64url') : null
    const opened = await store.write('session.open', {
      channelId: channel.id,
      tokenDigest,
      name,
      context: { origin: context.origin, client: context.client, via: context.via },
      verdict: found,
      connected: liveProofs.sessionsOf(channel.id, found.evidence.proofFingerprint),
      newSession: { id: newIdAt('sess', at, idBytes), tokenDigest: token === null ? null : digest(token) },
      newContactId: newIdAt('cont', at, idBytes),
      exposed: exposedIn(clean),
      flagIds: Array.from({ length: exposedPerUse }, () => newIdAt('flag', at, idBytes)),
      at,
    })
    noteExposed(clean, opened.flagged, at)
    notePeer(opened.sessionId, envelope)
    const { verdict } = opened
    noteProof(context, opened.sessionId, verdict.status, verdict.evidence.proofFingerprint)
    for (const conversationId of opened.warned) {
      onChange({ topic: 'conversation', conversationId })
      onChange({ topic: 'inbox', conversationId })
    }
    for (const conversationId of opened.outbox) onChange({ topic: 'conversation', conversationId })
    if (opened.handedOver) parts.onHandedOver()
    if (opened.contactsChanged) onChange({ topic: 'contacts', conversationId: null })
    noteAudience(context, verdict, opened.audience)
    let audienceUntil: number | null = null
    if (opened.audience !== null && verdict.keyId !== null) {
      const key = (await parts.keyring.keysFor(channel.id)).keys.find(({ id }) => id === verdict.keyId)
      if (key === undefined || key.state === 'retired' || key.compromised === true) {
        // Retired while this was under way: asked again, the same proof opens nothing.
        const again = await open({ ...envelope, sessionToken: token ?? envelope.sessionToken })
        return again.outcome === 'opened' ? { ...again, sessionToken: again.sessionToken ?? token } : again
      }
      audienceUntil = earlier(verdict.validUntil, key.retiresAt)
    }
    return {
      outcome: 'opened',
      sessionId: opened.sessionId,
      sessionToken: opened.created ? token : null,
      status: verdict.status,
      sentence: sentenceFor(verdict.status, verdict.reason, {
        field: verdict.field,
        borrowed: verdict.evidence.borrowed,
        assurance: verdict.assurance,
      }),
      offerForm: verdict.status === 'anonymous' && context.form === null && context.via === 'widget',
      audience: opened.audience,
      audienceUntil,
      history: opened.history.map(({ kind, operatorId, ...message }) => ({
        ...message,
        from: kind === 'reply' ? ('agent' as const) : ('visitor' as const),
        name: operatorId === null ? null : parts.operators.nameOf(operatorId),
      })),
      policy: channel.policy,
    }
  }

  /** A secret that comes in from outside is out: its key ends before anything that came with it is judged. */
  async function withoutSecrets(sent: Parameters<typeof cleanse>[1]): Promise<Cleansed> {
    const clean = cleanse(parts.exposure.search(), sent)
    if (clean.found.length > 0) await parts.exposure.compromise(clean.found)
    return clean
  }

  /** What proves somebody is nothing to keep, and nothing for everybody who reads the conversation. */
  async function withoutPastedProofs(channel: ChannelFacts, { context, text }: Cleansed): Promise<string> {
    if (!mayHoldProof(text)) return text
    const { keys } = await parts.keyring.keysFor(channel.id).catch(() => ({ keys: [] }))
    const { identity, form } = context
    return withoutProofsOf(text, { scheme: channel.scheme, settings: channel.settings, keys, identity, form })
  }

  function exposedIn({ found }: Cleansed): ExposedSecret[] {
    const keys = new Map(found.map((one) => [one.keyId, one]))
    return [...keys.values()].map(({ keyId, channelId, label, form }) => {
      return { keyId, channelName: channels.get(channelId)?.name ?? 'Removed channel', keyLabel: label, form }
    })
  }

  /** What was exposed before anything was written has no conversation to be flagged in: the door's list has it. */
  function noteExposed({ context, found }: Cleansed, flagged: ConversationId | null, at: number): void {
    if (found.length === 0) return
    if (flagged === null) {
      refusals.add([{ channelId: context.channelId, code: 'secret-exposed', origin: context.origin, at, count: 1 }])
      return
    }
    for (const topic of ['flags', 'conversation', 'inbox'] as const) onChange({ topic, conversationId: flagged })
  }

  function notePeer(sessionId: SessionId, { context, peerTime, receivedAt }: OpenEnvelope): void {
    if (peerTime === undefined || peerTime === null) return
    const peer = context.via === 'server' ? context.channelId : sessionId
    if (parts.clockSkew.note(peer, peerTime, receivedAt)) onChange({ topic: 'workspace', conversationId: null })
  }

  /** What a connection was proven by just now is in use in its session until it ends or proves something else. */
  function noteProof(
    { connectionId, channelId }: VisitorContext,
    sessionId: SessionId,
    status: VerdictStatus,
    fingerprint: string | null,
  ): void {
    if (connectionId === undefined) return
    const proven = status === 'verified' && fingerprint !== null
    liveProofs.uses(connectionId, proven ? { channelId, fingerprint, sessionId } : null)
  }

  /** Who sees what was written for a contact, until the proof that shows them as that contact ends. */
  function noteAudience(
    { via, connectionId, channelId }: VisitorContext,
    { keyId, evidence }: Verdict,
    contactId: ContactId | null,
  ): void {
    // A server is shown nobody's replies, and a connection that has ended meanwhile would never be forgotten.
    if (via === 'server' || (connectionId !== undefined && !liveProofs.isOpen(connectionId))) return
    const isProven = contactId !== null && keyId !== null
    const proven = isProven ? { channelId, keyId, fingerprint: evidence.proofFingerprint, contactId } : null
    parts.proofEnds.connected(connectionId ?? null, proven)
  }

  /** Messages of one session are stored in the order of the calls, however long the check of each takes. */
  async function message(envelope: MessageEnvelope): Promise<MessageReceipt> {
    const { context } = envelope
    const channel = channels.get(context.channelId)
    if (!channel) return unknownChannel
    const at = clock()
    const { verdict, stored } = await inLine(
      envelope.sessionId,
      async () => {
        const clean = await withoutSecrets({ context, name: envelope.clientMessageId, text: envelope.text })
        const text = await withoutPastedProofs(channel, clean)
        const found = await check(checking, channel, clean.context, at, { id: envelope.sessionId })
        return { clean: { ...clean, text }, found: cleanVerdict(parts.exposure.search(), found) }
      },
      async ({ clean, found }) => ({
        verdict: found,
        stored: await store.write('message.receive', {
          channelId: channel.id,
          sessionId: envelope.sessionId,
          clientMessageId: clean.name ?? envelope.clientMessageId,
          text: clean.text,
          verdict: found,
          connected: liveProofs.sessionsOf(channel.id, found.evidence.proofFingerprint),
          exposed: exposedIn(clean),
          policy: channel.policy,
          context: {
            origin: context.origin,
            pageUrl: withoutProofs(clean.context.pageUrl),
            client: context.client,
            via: context.via,
          },
          newIds: {
            message: newIdAt('msg', at, idBytes),
            conversation: newIdAt('conv', at, idBytes),
            contact: newIdAt('cont', at, idBytes),
            flags: Array.from({ length: flagsPerMessage }, () => newIdAt('flag', at, idBytes)),
          },
          at,
        }),
      }),
    )
    if (stored.outcome === 'refused') return refusalFor(stored.code, stored.status)
    const { messageId, conversationId, duplicate, status } = stored
    if (!duplicate) {
      noteProof(context, envelope.sessionId, status, verdict.evidence.proofFingerprint)
      if (verdict.hints.includes(clockDiffers)) {
        parts.clockSkew.noteLateProof()
        onChange({ topic: 'workspace', conversationId: null })
      }
      parts.proofEnds.stands(conversationId, status === 'verified' ? verdict.validUntil : null)
      onChange({ topic: 'conversation', conversationId })
      onChange({ topic: 'inbox', conversationId })
      if (stored.flagged) onChange({ topic: 'flags', conversationId })
      for (const other of stored.warnedConversations) {
        onChange({ topic: 'conversation', conversationId: other })
        onChange({ topic: 'inbox', conversationId: other })
      }
    }
    const warning = stored.warned ? warningFor(status) : null
    return { outcome: 'accepted', messageId, conversationId, duplicate, status, warning, at: stored.at }
  }

  function refusalFor(
    code: 'unknown-session' | 'id-reused' | 'unverified-visitor' | 'blocked-visitor',
    status: VerdictStatus,
  ): Refusal {
    switch (code) {
      case 'unknown-session':
        return unknownSession
      case 'id-reused':
        return idReused
      case 'unverified-visitor':
        onChange({ topic: 'refusals', conversationId: null })
        onChange({ topic: 'channels', conversationId: null })
        return unverifiedVisitor(status)
      case 'blocked-visitor':
        onChange({ topic: 'refusals', conversationId: null })
        return blockedVisitor
      default:
        return assertNever(code)
    }
  }

  return {
    async open(envelope) {
      const { connectionId } = envelope.context
      if (connectionId !== undefined) liveProofs.opened(connectionId)
      const receipt = await open(envelope).catch(refusalOf)
      if (connectionId !== undefined && receipt.outcome === 'refused') liveProofs.uses(connectionId, null)
      return receipt
    },
    message: (envelope) => message(envelope).catch(refusalOf),
    delivered(messageId) {
      store.write('message.markDelivered', { messageId, at: clock() }).then(
        (conversationId) => {
          if (conversationId) onChange({ topic: 'conversation', conversationId })
        },
        () => {
          // The reply keeps its state; the widget acknowledges it again when it next opens.
        },
      )
    },
    ended(connectionId) {
      liveProofs.ended(connectionId)
      parts.proofEnds.ended(connectionId)
    },
    refused: (reports) => refusals.add(reports),
    doors: () => channels.doors(),
    flush: () => refusals.flush(),
  }
}

const clockDiffers = hint('clock-differs')
const failuresOfTime: ReadonlySet<ReasonCode> = new Set(['proof-expired', 'proof-too-old', 'not-yet-valid'])

/** A hint is worth some work, and a flood of bad proofs is not: so many are looked into in a second. */
const diagnosedPerSecond = 20

function createSpare(clock: Clock): { take(): boolean } {
  let second = 0
  let taken = 0
  return {
    take() {
      const now = Math.floor(clock() / 1_000)
      if (now !== second) taken = 0
      second = now
      taken += 1
      return taken <= diagnosedPerSecond
    },
  }
}

type Checking = Pick<RecordParts, 'keyring' | 'verify' | 'store' | 'clockSkew'> & { spare: { take(): boolean } }

async function check(
  { keyring, verify, store, clockSkew, spare }: Checking,
  channel: ChannelFacts,
  context: VisitorContext,
  at: number,
  session: SessionConversationInput['session'] | null,
): Promise<Verdict> {
  // Keys that cannot even be asked for are keys that cannot be opened: the message is kept, and is not verified.
  const { keys, available } = await keyring.keysFor(channel.id).catch(() => ({ keys: [], available: false }))
  const requestOf = (conversationId: ConversationId | null, when = at) => ({
    scheme: channel.scheme,
    settings: channel.settings,
    keys,
    keysAvailable: available,
    identity: context.identity,
    form: context.form,
    page: { origin: context.origin, platform: context.via === 'widget' ? 'web' : (context.platform ?? null) },
    at: when,
    conversationId,
  })
  const judge = (conversationId: ConversationId | null, when = at) => verify(requestOf(conversationId, when))
  /** Says so where a proof failed by our clock alone. The peers' clocks never make a verdict. */
  const withClock = async (verdict: Verdict, conversationId: ConversationId | null): Promise<Verdict> => {
    if (!failuresOfTime.has(verdict.reason)) return verdict
    const skew = clockSkew.read()
    if (skew === null || Math.abs(skew.ahead) < shownFrom) return verdict
    const byPeers = await judge(conversationId, at - skew.ahead)
    if (byPeers.status !== 'verified') return verdict
    return { ...verdict, hints: [...verdict.hints.filter(({ code }) => code !== clockDiffers.code), clockDiffers] }
  }

  let verdict = await judge(null)
  if (mayBeOfOtherChannel(verdict) && spare.take()) {
    verdict = await withOtherChannel(verify, requestOf(null), verdict, keyring.keysOfOthers?.(channel.id) ?? [])
  }
  // Few proofs are bound to a conversation: only for those is it worth asking the database which one this is.
  if (verdict.reason !== 'bound-elsewhere' || session === null) return withClock(verdict, null)
  const conversationId = await store.read('session.conversation', { channelId: channel.id, session })
  return conversationId === null ? verdict : withClock(await judge(conversationId), conversationId)
}

/** How the session that an opening resumes is found; null where it begins one. */
function sessionOf(
  { context, sessionName }: OpenEnvelope,
  tokenDigest: string | null,
): SessionConversationInput['session'] | null {
  if (context.via === 'server' && sessionName !== null) return { name: sessionName }
  return tokenDigest === null ? null : { tokenDigest }
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other)
}

function refusalOf(error: unknown): Refusal {
  return error instanceof ProblemError && error.code === 'storage-full' ? storageFull : consoleUnavailable
}

/** Tokens are kept and compared by their SHA-256 alone: 256 random bits need no salt. */
function digest(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}
