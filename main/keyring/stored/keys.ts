import type { ChannelId, KeyId } from '#shared/domain/ids.ts'
import type { Platform, TokenAlgorithm } from '#shared/vendors/vendor.ts'
import type { Actor, JournalEvents } from '../../journal/events.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

/** A ciphertext with the name of the keystore that made it. */
export interface SealedBytes {
  backend: string
  sealed: Uint8Array
}

export interface StoredKey {
  id: KeyId
  channelId: ChannelId
  kind: 'secret' | 'publicKey'
  label: string
  /** Hex. For a secret it is keyed. */
  fingerprint: string
  /** The name by which tokens name it, the one algorithm it is for, and the kind of app it belongs to. */
  kid: string | null
  algorithm: TokenAlgorithm | null
  platform: Platform | null
  warnings: string[]
  addedAt: number
  /** Null while the key is active; a time that has passed means retired. */
  retiresAt: number | null
  lastUsedAt: number | null
  /** When it was seen outside (ms). */
  compromisedAt: number | null
}

interface By {
  actor: Actor
  at: number
}

export const keyWrites = {
  /** Stores a key, unless the channel is gone or has the same one in use already: then it says under which label. */
  'keys.add': (
    handle: WriteHandle,
    input: By & { content: JournalEvents['key.added']; sealed: SealedBytes },
  ): { outcome: 'added' | 'no-channel' } | { outcome: 'double'; label: string } => {
    const { actor, at, content, sealed } = input
    if (one(handle, 'SELECT 1 FROM channels WHERE id = ?', content.channelId) === null) return { outcome: 'no-channel' }
    const same = one<{ label: string }>(
      handle,
      `SELECT label FROM channel_keys
       WHERE channel_id = ? AND fingerprint = ? AND (retires_at IS NULL OR retires_at > ?)`,
      content.channelId,
      content.fingerprint,
      at,
    )
    if (same !== null) return { outcome: 'double', label: same.label }
    record(handle, { type: 'key.added', actor, at, content })
    keepSealedKey(handle, content.keyId, sealed)
    return { outcome: 'added' }
  },
  /** Seals a key again that this machine's keystore could not open, after somebody pasted the same one. */
  'keys.sealAgain': (handle: WriteHandle, input: { keyId: KeyId; sealed: SealedBytes }): void => {
    keepSealedKey(handle, input.keyId, input.sealed)
  },
  /** Sets the end of a key. One that has ended stays ended: no later date brings it back. */
  'keys.retire': (
    handle: WriteHandle,
    { actor, at, content }: By & { content: JournalEvents['key.retired'] },
  ): 'set' | 'no-key' | 'ended' => {
    const key = one<{ retires_at: number | null }>(
      handle,
      'SELECT retires_at FROM channel_keys WHERE id = ? AND channel_id = ?',
      content.keyId,
      content.channelId,
    )
    if (key === null) return 'no-key'
    if (key.retires_at !== null && key.retires_at <= at) return 'ended'
    record(handle, { type: 'key.retired', actor, at, content })
    return 'set'
  },
  /** Marks keys as seen outside; those that are marked already are passed over. */
  'keys.compromise': (
    handle: WriteHandle,
    { actor, at, contents }: By & { contents: JournalEvents['key.compromised'][] },
  ): void => {
    for (const content of contents) {
      const known = 'SELECT 1 FROM channel_keys WHERE id = ? AND compromised_at IS NULL'
      if (one(handle, known, content.keyId) === null) continue
      record(handle, { type: 'key.compromised', actor, at, content })
    }
  },
  'keys.keepSealedValue': (handle: WriteHandle, input: { name: string; sealed: SealedBytes }): void => {
    run(
      handle,
      'INSERT OR REPLACE INTO sealed_values (name, backend, sealed) VALUES (?, ?, ?)',
      input.name,
      input.sealed.backend,
      input.sealed.sealed,
    )
  },
}
export type KeyWrites = typeof keyWrites

export const keyReads = {
  'keys.list': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): StoredKey[] =>
    all<Omit<StoredKey, 'warnings'> & { warnings: string }>(
      handle,
      `SELECT id, channel_id AS channelId, kind, label, fingerprint, kid, algorithm, platform, warnings, added_at AS addedAt,
        retires_at AS retiresAt, last_used_at AS lastUsedAt, compromised_at AS compromisedAt
       FROM channel_keys ORDER BY added_at, rowid`,
    ).map((row) => ({ ...row, warnings: JSON.parse(row.warnings) as string[] })),
  'keys.sealed': (
    handle: ReadHandle | WriteHandle,
    _input: Record<string, never>,
  ): (SealedBytes & { keyId: KeyId })[] => all(handle, 'SELECT key_id AS keyId, backend, sealed FROM sealed_keys'),
  'keys.sealedValue': (handle: ReadHandle | WriteHandle, input: { name: string }): SealedBytes | null =>
    one(handle, 'SELECT backend, sealed FROM sealed_values WHERE name = ?', input.name),
}
export type KeyReads = typeof keyReads

function keepSealedKey(handle: WriteHandle, keyId: KeyId, { backend, sealed }: SealedBytes): void {
  run(handle, 'INSERT OR REPLACE INTO sealed_keys (key_id, backend, sealed) VALUES (?, ?, ?)', keyId, backend, sealed)
}

export const keyProjection: Projection = {
  'key.added': (handle, { at, content }) => {
    run(
      handle,
      `INSERT INTO channel_keys (id, channel_id, kind, label, fingerprint, kid, algorithm, platform, warnings, added_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      content.keyId,
      content.channelId,
      content.kind,
      content.label,
      content.fingerprint,
      content.kid ?? null,
      content.algorithm ?? null,
      content.platform ?? null,
      JSON.stringify(content.warnings),
      at,
    )
  },
  'key.retired': (handle, { content }) => {
    run(handle, 'UPDATE channel_keys SET retires_at = ? WHERE id = ?', content.at, content.keyId)
  },
  'key.compromised': (handle, { at, content }) => {
    run(handle, 'UPDATE channel_keys SET compromised_at = ? WHERE id = ? AND compromised_at IS NULL', at, content.keyId)
  },
  'message.received': (handle, { at, content }) => noteUse(handle, content.verdict, at),
  'message.refused': (handle, { at, content }) => noteUse(handle, content.verdict, at),
  'visitor.identified': (handle, { at, content }) => noteUse(handle, content.verdict, at),
}
export const keyTables = ['channel_keys']

/** A key was used when a proof matched it: an expired proof did, a failed one did not. */
function noteUse(handle: WriteHandle, verdict: { status: string; keyId: string | null }, at: number): void {
  if (verdict.keyId === null || (verdict.status !== 'verified' && verdict.status !== 'expired')) return
  run(handle, 'UPDATE channel_keys SET last_used_at = ? WHERE id = ?', at, verdict.keyId)
}
