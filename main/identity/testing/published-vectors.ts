import { readFileSync } from 'node:fs'
import type { SchemeName } from '#shared/domain/verdict.ts'

/** A case of `vectors/published-and-computed.json` as the command line takes it, with the verdict that is due. */
export interface VectorCase {
  line: {
    id: string
    scheme: SchemeName
    keys: { id: string; secret?: string; publicKeyPem?: string }[]
    settings: Record<string, unknown>
    identity: unknown
  }
  expected: { status: string; reason: string; field: string | null }
  hint: string | null
}

interface HashVector {
  id: string
  key: string
  message: string
  hex: string
}

interface Vectors {
  hmac: HashVector[]
  nearMiss_must_fail: { of: string; why: string; hex: string }[]
  wrongEncoding_of_right_digest: { of: string; value: string }[]
  jws: { id: string; pem?: string; jwk?: object; jws: string }[]
}

/** How each vendor's page sends a hash for the field that the entry is about. */
const pages: Record<string, { scheme: SchemeName; field: string; identity: (value: string, hash: string) => unknown }> =
  {
    'fernand-doc': {
      scheme: 'fernand',
      field: 'email',
      identity: (email, hash) => ({ user: { name: 'Richard', email, hash } }),
    },
    'pavior-doc': {
      scheme: 'pavior',
      field: 'email',
      identity: (email, hmac) => ({ teamVanityId: 'YOUR_TEAM_ID', email, hmac }),
    },
    'pavior-id': {
      scheme: 'pavior',
      field: 'id',
      identity: (id, hmac) => ({ teamVanityId: 'YOUR_TEAM_ID', id, hmac }),
    },
    'yourgpt-ext': {
      scheme: 'yourgpt',
      field: 'ext_user_id',
      identity: (id, hash) => ({ ext_user_id: id, email: 'x@y.z', user_hash: hash }),
    },
    'yourgpt-email': {
      scheme: 'yourgpt',
      field: 'email',
      identity: (email, hash) => ({ email, phone: '+1', user_hash: hash }),
    },
    'yourgpt-phone': {
      scheme: 'yourgpt',
      field: 'phone',
      identity: (phone, hash) => ({ phone, name: 'R', user_hash: hash }),
    },
    'intercom-samples': {
      scheme: 'intercom',
      field: 'user_id',
      identity: (user_id, user_hash) => ({ app_id: 'a1', user_id, email: 'x@y.z', user_hash }),
    },
    'chatwoot-issue-4798': {
      scheme: 'chatwoot',
      field: 'identifier',
      identity: (identifier, identifier_hash) => ({ identifier, email: 'x@y.z', identifier_hash }),
    },
    'pylon-appsmith': {
      scheme: 'pylon',
      field: 'email',
      identity: (email, email_hash) => ({ app_id: 'a1', email, name: 'R', email_hash }),
    },
  }

const hintOf: Record<string, string> = {
  'secret + trailing newline': 'secret-has-whitespace',
  'secret with leading space': 'secret-has-whitespace',
  'secret upper-cased': 'secret-case-differs',
  'secret hex-decoded': 'secret-hex-decoded',
  'secret base64-decoded': 'secret-base64-decoded',
  'email case differs': 'value-case-differs',
  'email + trailing newline': 'value-has-whitespace',
  'key and message swapped': 'key-and-message-swapped',
  'hex secret used as utf8': 'key-not-decoded',
}

/** Every entry that is a page of some vendor, near misses and wrong encodings included. */
export function vectorCases(): VectorCase[] {
  const vectors = JSON.parse(
    readFileSync(new URL('../vectors/published-and-computed.json', import.meta.url), 'utf8'),
  ) as Vectors
  const cases: VectorCase[] = []
  for (const [of, { scheme, field, identity }] of Object.entries(pages)) {
    const vector = vectors.hmac.find(({ id }) => id === of)
    if (vector === undefined) throw new Error(`no vector ${of}`)
    const add = (id: string, hash: string, reason: string, hint: string | null) =>
      cases.push({
        line: {
          id,
          scheme,
          keys: [{ id: 'k1', secret: vector.key }],
          settings: {},
          identity: identity(vector.message, hash),
        },
        expected: { status: reason === 'proof-matches' ? 'verified' : 'failed', reason, field },
        hint,
      })
    add(of, vector.hex, 'proof-matches', 'documentation-key')
    for (const miss of vectors.nearMiss_must_fail.filter((entry) => entry.of === of)) {
      add(`${of}: ${miss.why}`, miss.hex, 'hash-mismatch', hintOf[miss.why] ?? null)
    }
    for (const wrong of vectors.wrongEncoding_of_right_digest.filter((entry) => entry.of === of)) {
      add(`${of}: base64`, wrong.value, 'hash-malformed', 'digest-is-base64')
    }
  }
  for (const [id, reason, field] of [
    ['talkative-fixture', 'proof-matches', 'email'],
    ['frank_jwt-52', 'payload-malformed', null],
  ] as const) {
    const vector = vectors.jws.find((entry) => entry.id === id)
    if (vector?.pem === undefined) throw new Error(`no vector ${id}`)
    cases.push({
      line: {
        id,
        scheme: 'talkative',
        keys: [{ id: 'k1', publicKeyPem: vector.pem }],
        settings: { identityLabels: { Email: 'email', 'Customer Name': 'name' }, unsignedFields: [] },
        identity: { signedInteractionData: vector.jws },
      },
      expected: { status: reason === 'proof-matches' ? 'verified' : 'failed', reason, field },
      hint: null,
    })
  }
  return cases
}
