import { randomBytes } from 'node:crypto'
import type { Store } from '../storage/port.ts'
import type { Sealer } from './sealer.ts'
import type { KeyReads, KeyWrites } from './stored/keys.ts'

/**
 * The random key of this workspace under which secrets are fingerprinted (HMAC-SHA256), so that a fingerprint that
 * people see, or that stands in the journal, cannot be used to try secrets. It is sealed like the keys themselves.
 *
 * One that cannot be opened is kept, and another one is used until the console is started again: older fingerprints
 * stay what they are, and new ones match nothing.
 */
export async function openFingerprintKey(store: Store<KeyWrites, KeyReads>, sealer: Sealer): Promise<Uint8Array> {
  const name = `fingerprint-key:${sealer.backend}`
  const kept = await store.read('keys.sealedValue', { name })
  if (kept !== null) {
    const opened = await sealer.open(kept.sealed).catch(() => null)
    return opened === null ? randomBytes(32) : Buffer.from(opened, 'base64')
  }
  const fresh = randomBytes(32)
  const sealed = await sealer.seal(fresh.toString('base64'))
  await store.write('keys.keepSealedValue', { name, sealed: { backend: sealer.backend, sealed } })
  return fresh
}
