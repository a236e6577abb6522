import { describe, expect, it } from 'vitest'
import { createSealer } from './seal.ts'

type Backend = ReturnType<Parameters<typeof createSealer>[0]['getSelectedStorageBackend']>

function makeStorage(backend: Backend, available: boolean | Error = true) {
  return {
    isAsyncEncryptionAvailable: async () => {
      if (available instanceof Error) throw available
      return available
    },
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (text: string) => Buffer.from(`sealed:${text}`),
    decryptStringAsync: async (sealed: Buffer) => {
      const text = sealed.toString()
      if (!text.startsWith('sealed:')) throw new Error('damaged')
      return { result: text.slice(7), shouldReEncrypt: false }
    },
  }
}

describe('createSealer', () => {
  it.each<[Backend, NodeJS.Platform, 'electron' | 'chromium', string, string]>([
    ['gnome_libsecret', 'linux', 'electron', 'os', 'gnome_libsecret'],
    ['kwallet6', 'linux', 'electron', 'os', 'kwallet6'],
    ['basic_text', 'linux', 'electron', 'file', 'basic_text'],
    ['unknown', 'linux', 'electron', 'unavailable', 'none'],
    ['basic_text', 'linux', 'chromium', 'file', 'profile_key_file'],
    ['basic_text', 'darwin', 'chromium', 'file', 'profile_key_file'],
    ['unknown', 'darwin', 'electron', 'os', 'keychain'],
    ['unknown', 'win32', 'electron', 'os', 'dpapi'],
  ])('names what protects: %s on %s in %s is %s', async (backend, platform, runtime, protection, name) => {
    const sealer = await createSealer(makeStorage(backend), platform, runtime)
    expect({ protection: sealer.protection, backend: sealer.backend }).toEqual({ protection, backend: name })
  })

  it.each([false, new Error('locked')])(
    'is unavailable and never writes plaintext when encryption is %s',
    async (available) => {
      const sealer = await createSealer(makeStorage('gnome_libsecret', available), 'linux', 'electron')
      expect(sealer.protection).toBe('unavailable')
      await expect(sealer.seal('secret')).rejects.toThrow('no keystore')
      await expect(sealer.open(new Uint8Array(3))).rejects.toThrow('no keystore')
    },
  )

  it('opens what it sealed, and rejects what it did not', async () => {
    const sealer = await createSealer(makeStorage('gnome_libsecret'), 'linux', 'electron')
    expect(await sealer.open(await sealer.seal('ключ'))).toBe('ключ')
    await expect(sealer.open(new Uint8Array([1, 2]))).rejects.toThrow('damaged')
  })
})
