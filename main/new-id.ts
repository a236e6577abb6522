/** Bytes from a cryptographic source. `node:crypto`'s `randomBytes` in the product. */
export type RandomBytes = (size: number) => Uint8Array

/**
 * The same bytes, asked for a few kilobytes at a time: for ids and salts, of which every message needs some. Each byte
 * is handed out once. Not for what must stay secret.
 */
export function pooledBytes(source: RandomBytes): RandomBytes {
  let pool: Uint8Array = new Uint8Array(0)
  let used = 0
  return (size) => {
    if (used + size > pool.length) {
      pool = source(Math.max(size, poolBytes))
      used = 0
    }
    used += size
    return pool.subarray(used - size, used)
  }
}

const poolBytes = 4096
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * A new id such as `conv_4k2…`: 22 characters of base 36, about 110 random bits. Bytes beyond the largest multiple of
 * 36 are skipped, so that every character is equally likely.
 */
export function newId<Prefix extends string>(prefix: Prefix, randomBytes: RandomBytes): `${Prefix}_${string}` {
  let text = ''
  while (text.length < 22) {
    for (const byte of randomBytes(32)) {
      if (byte < 252 && text.length < 22) text += alphabet[byte % 36]
    }
  }
  return `${prefix}_${text}`
}
