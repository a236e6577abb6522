import type { JsonObject } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import type { Scheme } from '../finding.ts'
import { unreadable } from '../finding.ts'
import type { HashClaims } from '../keyed-hash.ts'
import { hashReading } from '../keyed-hash.ts'
import { claimedFields, readIdentityValue } from '../provenance.ts'

/**
 * Fernand (`Fernand('set', { user })`): `hash` is the HMAC of the e-mail, byte for byte, letter case included. The
 * name is never proven. `{ user: { name, email, hash } }` and the same without `user` are both read.
 */
export const fernand: Scheme = {
  keyKind: 'secret',
  read: (payload) => {
    const user = readUser(payload)
    if (user === null) return unreadable()
    const fields = claimedFields(user, ['hash', 'user'])
    const claims: HashClaims = {
      vendor: 'Fernand',
      candidates: [{ field: 'email', value: readIdentityValue(user['email']) }],
      proof: user['hash'],
      fields,
      problem: null,
    }
    return hashReading(claims)
  },
}

/** Null where `user` is no object, or says something else than the members beside it. */
function readUser(payload: JsonObject): JsonObject | null {
  const { user } = payload
  if (user === undefined || user === null) return payload
  if (!isJsonObject(user)) return null
  const names = ['name', 'email', 'hash'].filter((name) => name in payload)
  if (names.length === 0) return user
  const together = Object.assign(Object.create(null) as JsonObject, user)
  for (const name of names) {
    const beside = payload[name]
    if (beside === undefined || beside === null || beside === '') continue
    const within = user[name]
    if (within === undefined || within === null || within === '') together[name] = beside
    else if (within !== beside) return null
  }
  return together
}
