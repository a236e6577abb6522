import type { ChannelId, KeyId } from '#shared/domain/ids.ts'
import type { KeyForm } from './inspection.ts'
import type { Sealer } from './sealer.ts'
import type { SealedBytes } from './stored/keys.ts'

interface KeyPlace {
  id: KeyId
  channelId: ChannelId
  kind: 'secret' | 'publicKey'
}

/** Seals a key together with where it belongs, so that a ciphertext moved to another row opens as nothing. */
export async function sealKey(
  sealer: Sealer,
  place: KeyPlace,
  text: string,
  form: KeyForm = 'text',
): Promise<SealedBytes> {
  const { id, channelId, kind } = place
  return { backend: sealer.backend, sealed: await sealer.seal(JSON.stringify({ id, channelId, kind, text, form })) }
}

/** The text of a sealed key, or null where this machine's keystore cannot open it as the key of that place. */
export async function openSealedKey(
  sealer: Sealer,
  place: KeyPlace,
  bytes: SealedBytes | null,
): Promise<{ text: string; form: KeyForm } | null> {
  if (bytes === null || bytes.backend !== sealer.backend) return null
  try {
    const opened: unknown = JSON.parse(await sealer.open(bytes.sealed))
    if (typeof opened !== 'object' || opened === null) return null
    const { id, channelId, kind, text, form = 'text' } = opened as Record<string, unknown>
    if (id !== place.id || channelId !== place.channelId || kind !== place.kind) return null
    return typeof text === 'string' && (form === 'text' || form === 'jwk') ? { text, form } : null
  } catch {
    return null
  }
}
