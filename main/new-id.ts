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
 * A new id such as `oper_4k2…`: 22 characters of base 36, about 113 random bits. Bytes beyond the largest multiple of
 * 36 are skipped, so that every character is equally likely.
 */
export function newId<Prefix extends string>(prefix: Prefix, randomBytes: RandomBytes): `${Prefix}_${string}` {
  return `${prefix}_${randomText(22, randomBytes)}`
}

/**
 * A new id of what arrives all day long: 22 characters as well, of which the first 8 are the time and 14 (72 bits) are
 * random. What is made together then stands together in every index, and a message changes fewer pages.
 * No secret: whoever knows such an id may do nothing by that alone.
 * @param at milliseconds since 1970; up to the year 2059 they fit
 */
export function newIdAt<Prefix extends string>(
  prefix: Prefix,
  at: number,
  randomBytes: RandomBytes,
): `${Prefix}_${string}` {
  return `${prefix}_${at.toString(36).padStart(8, '0')}${randomText(14, randomBytes)}`
}

function randomText(length: number, randomBytes: RandomBytes): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(32)) {
      if (byte < 252 && text.length < length) text += alphabet[byte % 36]
    }
  }
  return text
}
