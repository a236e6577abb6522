import type { KeyProtection } from '#shared/domain/keystore-words.ts'

/**
 * Seals secrets at rest. `seal.ts` implements it over Electron's safeStorage; tests hand in their own.
 * Plaintext is never a fallback: where nothing protects, `protection` is `unavailable` and `seal` rejects.
 */
export interface Sealer {
  /** `os`: an OS keychain protects it. `file`: only file permissions do, which needs the person's consent. */
  readonly protection: KeyProtection
  /** Name of the backend, recorded beside each ciphertext so that a change is noticed. */
  readonly backend: string
  /** UTF-8 text in, opaque bytes out. */
  seal(plaintext: string): Promise<Uint8Array>
  /** Rejects when the ciphertext cannot be opened (another backend, another user, damage). */
  open(sealed: Uint8Array): Promise<string>
}
