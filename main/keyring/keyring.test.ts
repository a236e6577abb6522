import { expect, test } from 'vitest'
import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, KeyId } from '#shared/domain/ids.ts'
import type { Store } from '../storage/port.ts'
import { openKeyring } from './keyring.ts'
import { sealKey } from './sealed-key.ts'
import type { Sealer } from './sealer.ts'
import type { KeyReads, KeyWrites } from './stored/keys.ts'

const channelId: ChannelId = 'chan_shop'
const keyId: KeyId = 'key_one'

const sealer: Sealer = {
  protection: 'os',
  backend: 'test',
  seal: async (text) => new TextEncoder().encode(text),
  open: async (bytes) => new TextDecoder().decode(bytes),
}

test('a key that cannot be read again after it was retired verifies nothing', async () => {
  const place = { id: keyId, channelId, kind: 'secret' as const }
  const sealed = { keyId, ...(await sealKey(sealer, place, 'a-secret-of-thirty-two-characters')) }
  const key = { ...place, label: 'Key', fingerprint: 'ab'.repeat(32), warnings: [], addedAt: 0, retiresAt: null }
  let readable = true
  const read = async (name: string) => {
    if (!readable) throw new ProblemError('storage-unavailable', 'The database stopped working.')
    if (name === 'keys.sealed') return [sealed]
    if (name === 'keys.list') return [{ ...key, lastUsedAt: null }]
    return null
  }
  const write = async (name: string) => {
    if (name === 'keys.retire') readable = false
    return 'retired'
  }
  const store = { read, write, close: async () => {} } as unknown as Store<KeyWrites, KeyReads>
  const keyring = await openKeyring(store, sealer, () => 1_000)
  expect(await keyring.keysFor(channelId)).toMatchObject({ available: true, keys: [{ id: keyId, state: 'active' }] })
  await expect(keyring.retire('system', channelId, keyId, null)).rejects.toMatchObject({ code: 'storage-unavailable' })
  expect(await keyring.keysFor(channelId)).toMatchObject({ available: false, keys: [] })
})
