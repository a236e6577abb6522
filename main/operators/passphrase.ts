import { hash, scrypt, timingSafeEqual } from 'node:crypto'
import { normalPassphrase } from '#shared/domain/passphrase.ts'
import type { RandomBytes } from '../new-id.ts'

/** How hard scrypt works (RFC 7914 §2): `n` is its cost N, a power of two. Kept beside each salt. */
export interface PassphraseCost {
  n: number
  r: number
  p: number
}

/** OWASP Password Storage Cheat Sheet, scrypt: N=2^17, r=8, p=1, which is 128 MiB and some tenths of a second. */
export const defaultCost: PassphraseCost = { n: 2 ** 17, r: 8, p: 1 }

/** What is kept of a passphrase: nothing that leads back to it other than by trying. */
export interface PassphraseRecord extends PassphraseCost {
  /** 16 bytes. */
  salt: Uint8Array
  /** SHA-256 over the half of scrypt's output that opens nothing: 32 bytes. */
  checkDigest: Uint8Array
}

export interface Derived {
  /** 32 bytes, for AES-256-GCM. */
  key: Buffer
  checkDigest: Buffer
}

export const newSalt = (randomBytes: RandomBytes): Uint8Array => Buffer.from(randomBytes(16))

/**
 * Works a passphrase into a key and a check, in libuv's threads: the event loop goes on. Rejects for parameters that
 * nobody here would have stored, before any memory is taken.
 */
export function derive(passphrase: string, salt: Uint8Array, { n, r, p }: PassphraseCost): Promise<Derived> {
  if (!isSane({ n, r, p })) return Promise.reject(new Error('these scrypt parameters are not ours'))
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 128 * n * r + 64 * 1024 * 1024 }
    scrypt(Buffer.from(normalPassphrase(passphrase), 'utf8'), salt, 64, options, (error, bytes) => {
      if (error) reject(error)
      else resolve({ key: bytes.subarray(0, 32), checkDigest: hash('sha256', bytes.subarray(32), 'buffer') })
    })
  })
}

/** In constant time. */
export function fits(derived: Derived, stored: { checkDigest: Uint8Array }): boolean {
  return stored.checkDigest.length === 32 && timingSafeEqual(derived.checkDigest, stored.checkDigest)
}

function isSane({ n, r, p }: PassphraseCost): boolean {
  return Number.isInteger(Math.log2(n)) && n >= 2 && n <= 2 ** 20 && r >= 1 && r <= 32 && p >= 1 && p <= 16
}

const startAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A passphrase to be shown once and typed once, e.g. `k7qf-3mzp-w9xd-2hga`: 79 random bits, without look-alikes. */
export function newStartPassphrase(randomBytes: RandomBytes): string {
  let text = ''
  while (text.length < 16) {
    for (const byte of randomBytes(32)) {
      if (byte < 248 && text.length < 16) text += startAlphabet[byte % 31]
    }
  }
  return text.match(/.{4}/g)?.join('-') ?? text
}
