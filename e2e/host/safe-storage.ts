import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { emulated } from './emulated.ts'

const version = 1

/**
 * safeStorage without an OS keychain: AES-256-GCM under a key in a file that only its owner may read. It reports
 * `basic_text`, the backend in which nothing but file permissions protects.
 */
export function emulateSafeStorage(profileFolder: () => string): SafeStorage {
  let key: Buffer | null = null
  const theKey = () => {
    key ??= readOrMakeKey(join(profileFolder(), 'host-keystore.key'))
    return key
  }
  const part = {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => 'basic_text' as const,
    async encryptStringAsync(plainText: string) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', theKey(), nonce)
      const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body])
    },
    async decryptStringAsync(encrypted: Buffer) {
      if (encrypted.length < 29 || encrypted[0] !== version) throw new Error('this is not one of our ciphertexts')
      const decipher = createDecipheriv('aes-256-gcm', theKey(), encrypted.subarray(1, 13), { authTagLength: 16 })
      decipher.setAuthTag(encrypted.subarray(13, 29))
      const result = Buffer.concat([decipher.update(encrypted.subarray(29)), decipher.final()]).toString('utf8')
      return { result, shouldReEncrypt: false }
    },
  } satisfies Partial<SafeStorage>
  return emulated<SafeStorage>('safeStorage', part)
}

function readOrMakeKey(file: string): Buffer {
  try {
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = readFileSync(file)
  if (key.length !== 32) throw new Error('the key file is damaged')
  return key
}
