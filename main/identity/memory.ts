import type { KeyObject } from 'node:crypto'
import { decodeBase64url } from './decode.ts'
import type { Primitives } from './primitives.ts'
import { digestOf } from './primitives.ts'

/** How many tokens are remembered per key. Each takes about a hundred bytes. */
const mostTokens = 4096

/**
 * The same primitives with a bounded memory of the tokens whose signature was right, so that the messages of one
 * visitor cost one verification. It is keyed on a digest of exactly the token's bytes and on the key object, holds no
 * verdict and no time: whatever depends on the moment is judged afresh.
 */
export function withMemory(primitives: Primitives): Primitives {
  const seen = new WeakMap<KeyObject, Set<string>>()
  return {
    ...primitives,
    verifyToken: async (token, algorithm, key) => {
      // The header of the token names the algorithm, and the caller has compared the two; the key fixes it anyway.
      const digest = `${algorithm} ${digestOf(primitives, token).toString('base64')}`
      const known = seen.get(key) ?? new Set()
      if (known.has(digest)) return decodeBase64url(token.split('.')[1] ?? '')
      const payload = await primitives.verifyToken(token, algorithm, key)
      if (payload === null) return null
      if (known.size >= mostTokens) known.delete(known.values().next().value ?? '')
      known.add(digest)
      seen.set(key, known)
      return payload
    },
  }
}
