import type { SafeStorage } from 'electron'
import type { Sealer } from './sealer.ts'

/**
 * The sealer over Electron's safeStorage. Call it once the app is ready: before that the backend is unknown.
 *
 * Linux without a keyring reports `basic_text`, where a fixed password encrypts: then only file permissions protect,
 * and `protection` is `file`. An unknown backend protects nothing that could be named, so it is `unavailable`.
 * @param storage Electron's `safeStorage`, or what stands in for it where Electron's binary does not run.
 * @param runtime `chromium` keeps its key in a file of the profile, whatever the platform.
 */
export async function createSealer(
  storage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >,
  platform: NodeJS.Platform,
  runtime: 'electron' | 'chromium',
): Promise<Sealer> {
  const { protection, backend } = await findProtection(storage, platform, runtime)
  return {
    protection,
    backend,
    async seal(plaintext) {
      if (protection === 'unavailable') throw new Error('no keystore on this machine')
      return new Uint8Array(await storage.encryptStringAsync(plaintext))
    },
    async open(sealed) {
      if (protection === 'unavailable') throw new Error('no keystore on this machine')
      const opened = await storage.decryptStringAsync(Buffer.from(sealed))
      return opened.result
    },
  }
}

async function findProtection(
  storage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend'>,
  platform: NodeJS.Platform,
  runtime: 'electron' | 'chromium',
): Promise<Pick<Sealer, 'protection' | 'backend'>> {
  const unavailable = { protection: 'unavailable', backend: 'none' } as const
  if (!(await storage.isAsyncEncryptionAvailable().catch(() => false))) return unavailable
  if (runtime === 'chromium') return { protection: 'file', backend: 'profile_key_file' }
  if (platform === 'darwin') return { protection: 'os', backend: 'keychain' }
  if (platform === 'win32') return { protection: 'os', backend: 'dpapi' }
  const backend = storage.getSelectedStorageBackend()
  if (backend === 'unknown') return unavailable
  return { protection: backend === 'basic_text' ? 'file' : 'os', backend }
}
