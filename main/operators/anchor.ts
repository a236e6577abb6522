import type { Sealer } from '../keyring/sealer.ts'
import type { SealedBytes } from '../keyring/stored/keys.ts'
import type { TrustAnchor } from './trust.ts'

/** Under this name, and the keystore's, the anchor is kept beside the other sealed values. */
export const anchorName = (backend: string): string => `operators-anchor:${backend}`

/** Null where no keystore seals: then no approval is trusted on this machine. */
export async function sealAnchor(sealer: Sealer, anchor: TrustAnchor): Promise<SealedBytes | null> {
  if (sealer.protection === 'unavailable') return null
  const sealed = await sealer.seal(JSON.stringify({ is: 'operators-anchor', ...anchor })).catch(() => null)
  return sealed === null ? null : { backend: sealer.backend, sealed }
}

/** The anchor as it was sealed; null where it is missing, or this keystore did not seal it. */
export async function openAnchor(sealer: Sealer, bytes: SealedBytes | null): Promise<TrustAnchor | null> {
  if (bytes === null || bytes.backend !== sealer.backend || sealer.protection === 'unavailable') return null
  try {
    const opened = JSON.parse(await sealer.open(bytes.sealed)) as Record<string, unknown> | null
    const { is, rootX, statements, digest } = opened ?? {}
    if (is !== 'operators-anchor' || typeof rootX !== 'string') return null
    if (typeof statements !== 'number' || typeof digest !== 'string') return null
    return { rootX, statements, digest }
  } catch {
    return null
  }
}
