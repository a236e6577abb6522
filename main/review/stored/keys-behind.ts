import type { ChannelId, FlagId, KeyId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'

export interface StoredFlagKey {
  id: KeyId
  label: string
  channelId: ChannelId
  retiresAt: number | null
  compromised: 0 | 1
}

const mostKeys = 20

/**
 * The keys behind a flag, the likeliest first:
 * 1. the one that was seen outside, and every key that is the same secret;
 * 2. the one that a proof was made with, where the verdict names it;
 * 3. where a proof was rejected, or could not be checked because of a key: what it was checked with, which are the keys
 *    of the channel. A forger was rejected by them, and a site that signs with something else has to lose them.
 * Where nobody sent a proof there is no key behind it.
 */
export function keysBehind(
  handle: ReadHandle | WriteHandle,
  flagId: FlagId,
  channelId: ChannelId,
  verdict: Verdict | null,
): StoredFlagKey[] {
  const exposed = exposedKey(handle, flagId)
  if (exposed !== null) {
    const same = 'fingerprint = (SELECT fingerprint FROM channel_keys WHERE id = @keyId)'
    const keys = keysWhere(handle, same, { keyId: exposed })
    return keys.toSorted((one, other) => Number(other.id === exposed) - Number(one.id === exposed))
  }
  if (verdict === null) return []
  if (verdict.keyId !== null) return keysWhere(handle, 'id = @keyId', { keyId: verdict.keyId })
  return wasCheckedInVain(verdict) ? keysWhere(handle, 'channel_id = @channelId', { channelId }) : []
}

function wasCheckedInVain({ status, reason }: Verdict): boolean {
  return status === 'failed' || reason === 'key-compromised' || reason === 'key-retired'
}

function exposedKey(handle: ReadHandle | WriteHandle, flagId: FlagId): string | null {
  const raised = one<{ keyId: string | null }>(
    handle,
    `SELECT json_extract(c.json, '$.keyId') AS keyId
     FROM flags f JOIN journal_content c ON c.seq = f.seq WHERE f.id = ?`,
    flagId,
  )
  return raised?.keyId ?? null
}

function keysWhere(
  handle: ReadHandle | WriteHandle,
  which: 'id = @keyId' | 'channel_id = @channelId' | `fingerprint = ${string}`,
  values: Record<string, string>,
): StoredFlagKey[] {
  return all<StoredFlagKey>(
    handle,
    `SELECT id, label, channel_id AS channelId, retires_at AS retiresAt, compromised_at IS NOT NULL AS compromised
     FROM channel_keys WHERE ${which} ORDER BY compromised_at IS NULL, added_at DESC LIMIT ${mostKeys}`,
    values,
  )
}
