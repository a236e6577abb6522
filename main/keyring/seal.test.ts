import { describe, expect, it } from 'vitest'
import { createSealer, type Keystore } from './seal.ts'

type Backend = ReturnType<Keystore['getSelectedStorageBackend']>

/** As Electron behaves: with `basic_text`, nothing is available before the fixed password was allowed. */
function makeStorage(
  backend: Backend,
  { available = true, chosenLate = false, mark = 'v11', stale = false } = {} as {
    available?: boolean | Error
    chosenLate?: boolean
    mark?: string
    stale?: boolean
  },
): Keystore {
  let chosen: Backend = chosenLate ? 'unknown' : backend
  let plainTextAllowed = false
  const isAvailable = () => available === true && (chosen !== 'basic_text' || plainTextAllowed)
  return {
    async isAsyncEncryptionAvailable() {
      if (available instanceof Error) throw available
      return isAvailable()
    },
    isEncryptionAvailable() {
      chosen = backend
      return isAvailable()
    },
    setUsePlainTextEncryption(allowed) {
      plainTextAllowed = allowed
    },
    getSelectedStorageBackend: () => chosen,
    encryptStringAsync: async (text) => Buffer.from(`${mark}sealed:${text}`),
    async decryptStringAsync(sealed) {
      const text = sealed.toString()
      if (!text.startsWith(`${mark}sealed:`)) throw new Error('damaged')
      return { result: text.slice(mark.length + 7), shouldReEncrypt: stale }
    },
  }
}

describe('createSealer', () => {
  it.each<[Backend, NodeJS.Platform, 'electron' | 'chromium', string, string]>([
    ['gnome_libsecret', 'linux', 'electron', 'os', 'gnome_libsecret'],
    ['kwallet6', 'linux', 'electron', 'os', 'kwallet6'],
    ['basic_text', 'linux', 'electron', 'file', 'basic_text'],
    ['unknown', 'linux', 'electron', 'unavailable', 'none'],
    ['gnome_libsecret', 'linux', 'chromium', 'file', 'profile_key_file'],
    ['gnome_libsecret', 'darwin', 'chromium', 'file', 'profile_key_file'],
    ['unknown', 'darwin', 'electron', 'os', 'keychain'],
    ['unknown', 'win32', 'electron', 'os', 'dpapi'],
  ])('names what protects: %s on %s in %s is %s', async (backend, platform, runtime, protection, name) => {
    const sealer = await createSealer(makeStorage(backend), platform, runtime)
    expect({ protection: sealer.protection, backend: sealer.backend }).toEqual({ protection, backend: name })
  })

  it.each<[Backend, string]>([
    ['basic_text', 'file'],
    ['gnome_libsecret', 'os'],
  ])('asks once more where %s is chosen only when it is needed', async (backend, protection) => {
    const sealer = await createSealer(makeStorage(backend, { chosenLate: true }), 'linux', 'electron')
    expect(sealer).toMatchObject({ protection, backend })
  })

  it('does not call it a keyring where the fixed password encrypts', async () => {
    const sealer = await createSealer(makeStorage('gnome_libsecret', { mark: 'v10' }), 'linux', 'electron')
    expect(sealer).toMatchObject({ protection: 'file', backend: 'basic_text' })
  })

  it.each([false, new Error('locked')])(
    'is unavailable and never writes plaintext when encryption is %s',
    async (available) => {
      const sealer = await createSealer(makeStorage('gnome_libsecret', { available }), 'linux', 'electron')
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

  it('tells once that what was sealed should be sealed again', async () => {
    let told = 0
    const sealer = await createSealer(makeStorage('gnome_libsecret', { stale: true }), 'linux', 'electron', () => {
      told += 1
    })
    const sealed = await sealer.seal('key')
    expect(told).toBe(0)
    expect([await sealer.open(sealed), await sealer.open(sealed)]).toEqual(['key', 'key'])
    expect(told).toBe(1)
  })
})
