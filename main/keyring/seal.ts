import type { SafeStorage } from 'electron'
import type { Sealer } from './sealer.ts'

/** What the sealer needs of Electron's `safeStorage`, or of what stands in for it where Electron's binary does not run. */
export type Keystore = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'> &
  LinuxKeystore
type LinuxKeystore = Pick<
  SafeStorage,
  'getSelectedStorageBackend' | 'isEncryptionAvailable' | 'setUsePlainTextEncryption'
>

/** Chromium's mark, on Linux, of what is encrypted under its fixed password; `v11` is under the keyring's. */
const fixedPasswordMark = 'v10'

/**
 * The sealer over Electron's safeStorage. Call it once the app is ready: before that the backend is unknown.
 *
 * Linux without a keyring reports `basic_text`, where a fixed password encrypts: then only file permissions protect,
 * and `protection` is `file`. An unknown backend protects nothing that could be named, so it is `unavailable`.
 * @param runtime `chromium` keeps its key in a file of the profile, whatever the platform.
 * @param onStale Told once when something opened that the keystore would now seal otherwise, e.g. after it rotated its
 *   key: what is stored still opens, and should be sealed again while it does.
 */
export async function createSealer(
  storage: Keystore,
  platform: NodeJS.Platform,
  runtime: 'electron' | 'chromium',
  onStale: () => void = () => {},
): Promise<Sealer> {
  const { protection, backend } = await findProtection(storage, platform, runtime)
  let stale = false
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
      if (opened.shouldReEncrypt && !stale) {
        stale = true
        onStale()
      }
      return opened.result
    },
  }
}

async function findProtection(
  storage: Keystore,
  platform: NodeJS.Platform,
  runtime: 'electron' | 'chromium',
): Promise<Pick<Sealer, 'protection' | 'backend'>> {
  const unavailable = { protection: 'unavailable', backend: 'none' } as const
  const onLinux = runtime === 'electron' && platform !== 'darwin' && platform !== 'win32'
  const backend = onLinux ? selectLinuxBackend(storage) : null
  if (!(await storage.isAsyncEncryptionAvailable().catch(() => false))) return unavailable
  if (runtime === 'chromium') return { protection: 'file', backend: 'profile_key_file' }
  if (platform === 'darwin') return { protection: 'os', backend: 'keychain' }
  if (platform === 'win32') return { protection: 'os', backend: 'dpapi' }
  if (backend === null || backend === 'unknown') return unavailable
  // The name is what the desktop promises; a keyring that does not answer is quietly replaced by the fixed password.
  const probe = await storage.encryptStringAsync('probe').catch(() => null)
  if (probe === null) return unavailable
  const underFixedPassword = backend === 'basic_text' || probe.toString('latin1').startsWith(fixedPasswordMark)
  return underFixedPassword ? { protection: 'file', backend: 'basic_text' } : { protection: 'os', backend }
}

function selectLinuxBackend(storage: LinuxKeystore): ReturnType<LinuxKeystore['getSelectedStorageBackend']> {
  try {
    // Some versions choose the backend only when this one is asked.
    if (storage.getSelectedStorageBackend() === 'unknown') storage.isEncryptionAvailable()
    const backend = storage.getSelectedStorageBackend()
    // Without this, encryption counts as not available there. Each key still needs the person's consent: see keyring.ts.
    if (backend === 'basic_text') storage.setUsePlainTextEncryption(true)
    return backend
  } catch {
    return 'unknown'
  }
}
