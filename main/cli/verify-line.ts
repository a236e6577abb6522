import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { Hint, IdentityField, Verdict } from '#shared/domain/verdict.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import { findVendor, schemeNames } from '#shared/vendors/all.ts'
import type { CheckRequest, VerificationKey } from '../identity/check.ts'
import type { KeyImport } from '../identity/import-key.ts'
import { importPublicKeyPem, importSecret } from '../identity/import-key.ts'
import { readIsoTime } from '../identity/iso-time.ts'
import { readSettings } from '../identity/read-settings.ts'

/** Longest line that is read, in bytes. */
export const longestLine = 1_048_576

const mostKeys = 50

/** A case as one line of input gives it. */
export interface Case {
  id: string | number | null
  request: CheckRequest
}

/** What is written for one case. */
export interface CaseVerdict {
  id: string | number | null
  status: Verdict['status']
  reason: Verdict['reason']
  field: string | null
  keyId: string | null
  fields: Record<string, IdentityField>
  hints: Hint[]
}

export type CaseReading = { ok: true; value: Case } | { ok: false; error: string }

class Unreadable extends Error {}

/**
 * Reads one line of input. `identity` is kept as the text that stands in the line, so that the engine sees exactly what
 * a page would have sent, mistakes included.
 *
 * @param now the time of the check where the line gives none (ms since 1970)
 * @returns the case, or one sentence that says what is wrong. It never contains key material.
 */
export function readCase(line: string, now: number): CaseReading {
  const parsed = parseStrictJson(line, { maxCharacters: longestLine, maxDepth: 8, asText: ['identity'] })
  if (!parsed.ok)
    return { ok: false, error: `The line is not one JSON object: ${parsed.code} at character ${parsed.position + 1}.` }
  if (!isJsonObject(parsed.value)) return { ok: false, error: 'The line is not one JSON object.' }
  try {
    return { ok: true, value: toCase(parsed.value, now) }
  } catch (error) {
    return { ok: false, error: error instanceof Unreadable ? error.message : 'The line cannot be read.' }
  }
}

/** The members that the command line promises, and no others. */
export function writeCase(id: Case['id'], verdict: Verdict): CaseVerdict {
  const { status, reason, field, keyId, fields, hints } = verdict
  return { id, status, reason, field, keyId, fields, hints: hints.map(({ code, message }) => ({ code, message })) }
}

function toCase(line: JsonObject, now: number): Case {
  const { id = null } = line
  if (id !== null && typeof id !== 'string' && typeof id !== 'number') throw new Unreadable('"id" must be a string.')
  const vendor = typeof line['scheme'] === 'string' ? findVendor(line['scheme']) : undefined
  if (vendor === undefined) throw new Unreadable(`"scheme" must be one of ${schemeNames.join(', ')}.`)
  const { identity } = line
  return {
    id,
    request: {
      scheme: vendor.name,
      settings: settingsOf(line['settings']),
      keys: readKeys(line['keys'], vendor.keyKind === 'publicKey' ? 'publicKey' : 'secret'),
      keysAvailable: true,
      identity: typeof identity === 'string' ? identity : null,
      form: null,
      page: { origin: readOrigin(line['page']) },
      at: readTime(line['at'], '"at"') ?? now,
      conversationId: null,
    },
  }
}

function readKeys(value: JsonValue | undefined, kind: VerificationKey['kind']): VerificationKey[] {
  if (!Array.isArray(value) || value.length > mostKeys)
    throw new Unreadable('"keys" must be an array of at most 50 keys.')
  const ids = new Set<string>()
  return value.map((entry, index) => {
    const where = `keys[${index}]`
    if (!isJsonObject(entry)) throw new Unreadable(`${where} must be an object.`)
    const { id } = entry
    if (typeof id !== 'string' || id === '' || id.length > 100) throw new Unreadable(`${where}.id must be a string.`)
    if (ids.has(id)) throw new Unreadable(`${where}.id is the id of an earlier key.`)
    ids.add(id)
    const { retired = false } = entry
    if (typeof retired !== 'boolean') throw new Unreadable(`${where}.retired must be true or false.`)
    const retiresAt = readTime(entry['retiresAt'], `${where}.retiresAt`)
    const state = retired ? 'retired' : retiresAt === null ? 'active' : 'retiring'
    return { id, state, retiresAt, ...readMaterial(entry, kind, where) }
  })
}

function readMaterial({ secret, publicKeyPem }: JsonObject, kind: VerificationKey['kind'], where: string) {
  const member = kind === 'secret' ? 'secret' : 'publicKeyPem'
  const [text, other] = kind === 'secret' ? [secret, publicKeyPem] : [publicKeyPem, secret]
  if (other !== undefined) throw new Unreadable(`${where} must have "${member}" and no other key for this scheme.`)
  if (typeof text !== 'string') throw new Unreadable(`${where}.${member} must be a string.`)
  const imported: KeyImport = kind === 'secret' ? importSecret(text) : importPublicKeyPem(text)
  if (!imported.ok) throw new Unreadable(`${where}.${member}: ${imported.problem.message}`)
  return imported.key
}

function settingsOf(value: JsonValue | undefined): SchemeSettings {
  const reading = readSettings(value)
  if (!reading.ok) throw new Unreadable(reading.problem)
  return reading.settings
}

function readOrigin(page: JsonValue | undefined): string | null {
  if (page === undefined || page === null) return null
  if (!isJsonObject(page)) throw new Unreadable('"page" must be an object.')
  const { origin = null } = page
  if (origin !== null && typeof origin !== 'string') throw new Unreadable('page.origin must be a string.')
  return origin
}

function readTime(value: JsonValue | undefined, where: string): number | null {
  if (value === undefined || value === null) return null
  const time = typeof value === 'string' ? readIsoTime(value) : null
  if (time === null)
    throw new Unreadable(`${where} must be an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z.`)
  return time
}
