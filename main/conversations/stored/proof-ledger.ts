import type { VisitorContext } from '#shared/domain/envelope.ts'
import type { ChannelId, ConversationId, SessionId } from '#shared/domain/ids.ts'
import type { ProofSightings, Verdict } from '#shared/domain/verdict.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
import type { ProofFacts } from '../proof-ledger.ts'

/** One use of a proof: with a message, or to open a session. */
export interface ProofUse {
  channelId: ChannelId
  fingerprint: string
  sessionId: SessionId
  via: VisitorContext['via']
  origin: string | null
  client: string | null
  at: number
}

/** A key as a verdict names it. */
type ProvenBy = Verdict['keyId']

/**
 * What the ledger knows before a use is noted.
 * @param connected sessions with a connection open that uses this proof
 */
export function proofFacts(
  handle: ReadHandle | WriteHandle,
  verdict: Verdict,
  use: Omit<ProofUse, 'fingerprint'>,
  connected: readonly SessionId[],
): ProofFacts {
  const { channelId, sessionId, via, origin, client } = use
  const fingerprint = verdict.evidence.proofFingerprint
  const keyCompromised =
    verdict.keyId !== null &&
    one(handle, 'SELECT 1 FROM channel_keys WHERE id = ? AND compromised_at IS NOT NULL', verdict.keyId) !== null
  const known =
    fingerprint === null
      ? null
      : one<{
          first_at: number
          first_session_id: SessionId
          sessions: number
          last_session_id: SessionId | null
          last_at: number | null
          other_at: number | null
          revoked_at: number | null
        }>(
          handle,
          `SELECT first_at, first_session_id, sessions, last_session_id, last_at, other_at, revoked_at
           FROM proofs WHERE channel_id = ? AND fingerprint = ?`,
          channelId,
          fingerprint,
        )
  const otherSessionConnected = connected.some((each) => each !== sessionId)
  const usedInOtherChannel =
    fingerprint !== null &&
    verdict.evidence.proofKind === 'token-id' &&
    isUsedIn(handle, channelsWithKeyOf(handle, verdict.keyId, channelId), fingerprint) &&
    !isLookedAt(handle, channelId, fingerprint)
  if (known === null || fingerprint === null) {
    return {
      revoked: false,
      keyCompromised,
      first: null,
      sessions: 1,
      otherSessionAt: null,
      otherSessionConnected,
      placeIsNew: false,
      usedInOtherChannel,
    }
  }
  const place = one<{ is_new: number }>(
    handle,
    'SELECT is_new FROM proof_sightings WHERE channel_id = ? AND fingerprint = ? AND origin = ? AND client = ?',
    channelId,
    fingerprint,
    origin ?? '',
    client ?? '',
  )
  return {
    revoked: known.revoked_at !== null,
    keyCompromised,
    first: { at: known.first_at, sessionId: known.first_session_id },
    sessions: known.sessions + (isKnownSession(handle, channelId, fingerprint, sessionId) ? 0 : 1),
    otherSessionAt: known.last_session_id === sessionId ? known.other_at : known.last_at,
    otherSessionConnected,
    placeIsNew: via === 'widget' && (place === null || place.is_new === 1),
    usedInOtherChannel,
  }
}

/** The other channels that hold the key of a proof, in whatever state it is there. */
function channelsWithKeyOf(handle: ReadHandle | WriteHandle, keyId: ProvenBy, channelId: ChannelId): ChannelId[] {
  if (keyId === null) return []
  return all<{ channel_id: ChannelId }>(
    handle,
    `SELECT DISTINCT other.channel_id FROM channel_keys own JOIN channel_keys other ON other.fingerprint = own.fingerprint
     WHERE own.id = ? AND other.channel_id <> ?`,
    keyId,
    channelId,
  ).map(({ channel_id }) => channel_id)
}

function isUsedIn(handle: ReadHandle | WriteHandle, channels: readonly ChannelId[], fingerprint: string): boolean {
  const sql = 'SELECT 1 FROM proofs WHERE channel_id = ? AND fingerprint = ?'
  return channels.some((channelId) => one(handle, sql, channelId, fingerprint) !== null)
}

/** True where a supervisor has looked at a flag about this proof in this channel. */
function isLookedAt(handle: ReadHandle | WriteHandle, channelId: ChannelId, fingerprint: string): boolean {
  return (
    one(
      handle,
      `SELECT 1 FROM proof_sightings
       WHERE channel_id = ? AND fingerprint = ? AND is_new = 0 AND flagged_at IS NOT NULL LIMIT 1`,
      channelId,
      fingerprint,
    ) !== null
  )
}

/** True where this use adds nothing to the ledger but its time: no entry in the journal is needed for it. */
export function isKnownUse(
  handle: ReadHandle | WriteHandle,
  { channelId, fingerprint, sessionId, origin, client }: ProofUse,
): boolean {
  return (
    isKnownSession(handle, channelId, fingerprint, sessionId) &&
    one(
      handle,
      'SELECT 1 FROM proof_sightings WHERE channel_id = ? AND fingerprint = ? AND origin = ? AND client = ?',
      channelId,
      fingerprint,
      origin ?? '',
      client ?? '',
    ) !== null
  )
}

/**
 * Notes a use in the ledger; called by projections alone.
 * @param elsewhere what the verdict says of it: every other conversation that rests on this proof is told, and its own by
 *   the verdict of its message, or where its session only comes back
 * @param keyId the key that it was proven by
 * @param messages 1 for a message, 0 for an opening
 */
export function noteProofUse(
  handle: WriteHandle,
  use: ProofUse,
  elsewhere: ProofSightings['elsewhere'],
  keyId: ProvenBy,
  messages: 0 | 1,
): void {
  const { channelId, fingerprint, sessionId, via, at } = use
  const comesBack = messages === 0 && isKnownUse(handle, use)
  const origin = use.origin ?? ''
  const client = use.client ?? ''
  run(
    handle,
    `INSERT INTO proof_sightings (channel_id, fingerprint, origin, client, first_at, last_at, messages, is_new)
     VALUES (?, ?, ?, ?, ?, ?, ?, ? AND EXISTS (
       SELECT 1 FROM proof_sightings WHERE channel_id = ? AND fingerprint = ?))
     ON CONFLICT DO UPDATE SET last_at = excluded.last_at, messages = messages + excluded.messages`,
    channelId,
    fingerprint,
    origin,
    client,
    at,
    at,
    messages,
    via === 'widget' ? 1 : 0,
    channelId,
    fingerprint,
  )
  const isNewSession = !isKnownSession(handle, channelId, fingerprint, sessionId)
  if (isNewSession) run(handle, 'INSERT INTO proof_sessions VALUES (?, ?, ?)', channelId, fingerprint, sessionId)
  const page = via === 'widget'
  run(
    handle,
    `INSERT INTO proofs (channel_id, fingerprint, first_at, first_session_id, sessions, last_session_id, last_at)
     VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET sessions = sessions + ?`,
    channelId,
    fingerprint,
    at,
    sessionId,
    page ? sessionId : null,
    page ? at : null,
    isNewSession ? 1 : 0,
  )
  if (page) {
    run(
      handle,
      `UPDATE proofs SET
         other_session_id = iif(last_session_id IS ?, other_session_id, last_session_id),
         other_at = iif(last_session_id IS ?, other_at, last_at),
         last_session_id = ?, last_at = ?
       WHERE channel_id = ? AND fingerprint = ?`,
      sessionId,
      sessionId,
      sessionId,
      at,
      channelId,
      fingerprint,
    )
  }
  if (elsewhere === null) return
  if (messages === 1) {
    run(
      handle,
      `UPDATE proof_sightings SET flagged_at = ?
       WHERE channel_id = ? AND fingerprint = ? AND origin = ? AND client = ? AND (flagged_at IS NULL OR flagged_at <= ?)`,
      at,
      channelId,
      fingerprint,
      origin,
      client,
      at - flaggedAgainAfter,
    )
  }
  if (elsewhere === 'other-channel') {
    run(
      handle,
      `UPDATE proof_sightings SET is_new = 1 WHERE channel_id = ? AND fingerprint = ? AND origin = ? AND client = ?`,
      channelId,
      fingerprint,
      origin,
      client,
    )
    for (const otherChannel of channelsWithKeyOf(handle, keyId, channelId)) {
      if (isLookedAt(handle, otherChannel, fingerprint)) continue
      run(
        handle,
        `UPDATE conversations SET elsewhere = coalesce(elsewhere, 'other-channel')
         WHERE channel_id = ? AND proof_fingerprint = ?`,
        otherChannel,
        fingerprint,
      )
    }
    return
  }
  run(
    handle,
    `UPDATE conversations SET elsewhere = coalesce(elsewhere, 'other-session')
     WHERE channel_id = ? AND proof_fingerprint = ? AND (session_id <> ? OR ?)`,
    channelId,
    fingerprint,
    sessionId,
    comesBack ? 1 : 0,
  )
}

/** One proof in one place is flagged again no sooner than this (ms). */
const flaggedAgainAfter = 24 * 60 * 60_000

/** Whether a use that was seen elsewhere deserves a flag: once per proof and place, and again after a day. */
export function isToBeFlagged(
  handle: ReadHandle | WriteHandle,
  { channelId, fingerprint, origin, client, at }: ProofUse,
): boolean {
  const place = one<{ flagged_at: number | null }>(
    handle,
    'SELECT flagged_at FROM proof_sightings WHERE channel_id = ? AND fingerprint = ? AND origin = ? AND client = ?',
    channelId,
    fingerprint,
    origin ?? '',
    client ?? '',
  )
  return place === null || place.flagged_at === null || at - place.flagged_at >= flaggedAgainAfter
}

/** True where a conversation rests on this proof and is not marked. */
export function leavesUnmarked(handle: ReadHandle | WriteHandle, { channelId, fingerprint }: ProofUse): boolean {
  return (
    one(
      handle,
      `SELECT 1 FROM conversations
       WHERE channel_id = ? AND proof_fingerprint = ? AND elsewhere IS NULL LIMIT 1`,
      channelId,
      fingerprint,
    ) !== null
  )
}

/** The conversations whose standing rests on a proof. */
export function conversationsOn(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  fingerprint: string,
): ConversationId[] {
  return all<{ id: ConversationId }>(
    handle,
    'SELECT id FROM conversations WHERE channel_id = ? AND proof_fingerprint = ? LIMIT 1000',
    channelId,
    fingerprint,
  ).map(({ id }) => id)
}

/** The conversations that are told where a use is seen elsewhere: those that rest on the proof, wherever it may be used. */
export function conversationsWarned(
  handle: ReadHandle | WriteHandle,
  { keyId, evidence }: Verdict,
  channelId: ChannelId,
): ConversationId[] {
  const { proofFingerprint, sightings } = evidence
  const elsewhere = sightings?.elsewhere ?? null
  if (proofFingerprint === null || elsewhere === null) return []
  const others = elsewhere === 'other-channel' ? channelsWithKeyOf(handle, keyId, channelId) : []
  return [channelId, ...others].flatMap((each) => conversationsOn(handle, each, proofFingerprint))
}

/** A supervisor has looked at a proof: the places it was seen in so far are known ones. */
export function settleProof(handle: WriteHandle, channelId: ChannelId, fingerprint: string): void {
  run(handle, 'UPDATE proof_sightings SET is_new = 0 WHERE channel_id = ? AND fingerprint = ?', channelId, fingerprint)
  run(
    handle,
    'UPDATE conversations SET elsewhere = NULL WHERE channel_id = ? AND proof_fingerprint = ?',
    channelId,
    fingerprint,
  )
}

function isKnownSession(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  fingerprint: string,
  sessionId: SessionId,
): boolean {
  return (
    one(
      handle,
      'SELECT 1 FROM proof_sessions WHERE channel_id = ? AND fingerprint = ? AND session_id = ?',
      channelId,
      fingerprint,
      sessionId,
    ) !== null
  )
}
