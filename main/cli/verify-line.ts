import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { Hint, IdentityField, Verdict } from '#shared/domain/verdict.ts'
import type { JsonObject, JsonValue, StrictJsonProblem } from '#shared/strict/json.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import { eitherOf, nearestNames } from '#shared/text/nearest-names.ts'
import type { SchemeName } from '#shared/vendors/all.ts'
import { findVendor, schemeNames, vendors } from '#shared/vendors/all.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'
import { platforms } from '#shared/vendors/vendor.ts'
import type { CheckRequest } from '../identity/check.ts'
import { readSettings } from '../identity/read-settings.ts'
import { readKeys } from './read-keys.ts'
import { readTime, refuseMisspelt, Unreadable } from './unreadable.ts'

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
    return { ok: false, error: `The line is not one JSON object: ${broken[parsed.code](parsed.position + 1)}` }
  if (!isJsonObject(parsed.value))
    return { ok: false, error: 'The line is not one JSON object. Write { … } on one line for each case.' }
  try {
    return { ok: true, value: toCase(parsed.value, now) }
  } catch (error) {
    return { ok: false, error: error instanceof Unreadable ? error.message : 'The line cannot be read.' }
  }
}

const broken: Record<StrictJsonProblem, (character: number) => string> = {
  malformed: (character) =>
    `character ${character} is not as JSON has it. Write a case on one line, with its names and texts in double quotes.`,
  'duplicate-member': (character) => `a member stands twice at character ${character}. Leave one of the two out.`,
  'lone-surrogate': (character) => `half a character stands at character ${character}. Write the whole one.`,
  'number-out-of-range': (character) => `the number at character ${character} is too large. Write it as a text.`,
  'too-deep': (character) => `it is nested too deeply at character ${character}. Eight levels are read.`,
  'too-large': () => 'it is too long. Write at most 1 MiB.',
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
    throw new Unreadable('"id" must be a string, or a number up to 9007199254740991.')
  }
  refuseMisspelt(line, members, 'The line')
  const vendor = readVendor(line['scheme'])
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

const members = ['id', 'scheme', 'settings', 'keys', 'jwks', 'identity', 'page', 'at']

/** What was written is not repeated: it may be a key that was pasted in the wrong place. */
function readVendor(scheme: JsonValue | undefined): Vendor<SchemeName> {
  const all = `The schemes are ${schemeNames.join(', ')}.`
  if (scheme === undefined || scheme === null) {
    throw new Unreadable(`"scheme" is missing: name one, such as "scheme": "intercom". ${all}`)
  }
  if (typeof scheme !== 'string') throw new Unreadable(`"scheme" must be a string, such as "intercom". ${all}`)
  const vendor = findVendor(scheme)
  if (vendor !== undefined) return vendor
  const spellings = vendors.flatMap(({ name, aliases }) => [name, ...aliases])
  const meant = nearestNames(scheme, spellings, 6).flatMap((spelling) => findVendor(spelling)?.name ?? [])
  const near = [...new Set(meant)].slice(0, 3)
  if (near.length === 0) throw new Unreadable(`"scheme" is no scheme that is known here. ${all}`)
  throw new Unreadable(
    `"scheme" is no scheme that is known here. Did you mean ${eitherOf(near.map((name) => `"${name}"`))}?`,
  )
}

function settingsOf(value: JsonValue | undefined): SchemeSettings {
  const reading = readSettings(value)
  if (!reading.ok) throw new Unreadable(reading.problem)
  return reading.settings
}

function readPage(page: JsonValue | undefined): CheckRequest['page'] {
  if (page === undefined || page === null) return { origin: null }
  if (!isJsonObject(page))
    throw new Unreadable('"page" must be an object, such as { "origin": "https://shop.example" }.')
  refuseMisspelt(page, ['origin', 'platform'], '"page"')
  const { origin = null, platform = null } = page
  if (origin !== null && typeof origin !== 'string')
    throw new Unreadable('page.origin must be a string, such as "https://shop.example".')
  const ownPlatform = platforms.find((name) => name === platform) ?? null
  if (platform !== null && ownPlatform === null) {
    throw new Unreadable(`page.platform must be one of ${platforms.join(', ')}.`)
  }
  return { origin, platform: ownPlatform }
}
