import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { Hint, IdentityField, Verdict } from '#shared/domain/verdict.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import { findVendor, schemeNames } from '#shared/vendors/all.ts'
import { platforms } from '#shared/vendors/vendor.ts'
import type { CheckRequest } from '../identity/check.ts'
import { readSettings } from '../identity/read-settings.ts'
import { readKeys } from './read-keys.ts'
import { readTime, Unreadable } from './unreadable.ts'

/** Longest line that is read, in bytes. */
export const longestLine = 1_048_576

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
  // A larger number would come back as another one.
  const isExact = typeof id !== 'number' || Math.abs(id) <= Number.MAX_SAFE_INTEGER
  if (id !== null && ((typeof id !== 'string' && typeof id !== 'number') || !isExact)) {
    throw new Unreadable('"id" must be a string.')
  }
  const vendor = typeof line['scheme'] === 'string' ? findVendor(line['scheme']) : undefined
  if (vendor === undefined) throw new Unreadable(`"scheme" must be one of ${schemeNames.join(', ')}.`)
  const { identity } = line
  return {
    id,
    request: {
      scheme: vendor.name,
      settings: settingsOf(line['settings']),
      keys: readKeys(line, vendor),
      keysAvailable: true,
      identity: typeof identity === 'string' ? identity : null,
      form: null,
      page: readPage(line['page']),
      at: readTime(line['at'], '"at"') ?? now,
      conversationId: null,
    },
  }
}

function settingsOf(value: JsonValue | undefined): SchemeSettings {
  const reading = readSettings(value)
  if (!reading.ok) throw new Unreadable(reading.problem)
  return reading.settings
}

function readPage(page: JsonValue | undefined): CheckRequest['page'] {
  if (page === undefined || page === null) return { origin: null }
  if (!isJsonObject(page)) throw new Unreadable('"page" must be an object.')
  const { origin = null, platform = null } = page
  if (origin !== null && typeof origin !== 'string') throw new Unreadable('page.origin must be a string.')
  const ownPlatform = platforms.find((name) => name === platform) ?? null
  if (platform !== null && ownPlatform === null) {
    throw new Unreadable(`page.platform must be one of ${platforms.join(', ')}.`)
  }
  return { origin, platform: ownPlatform }
}
