import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import { eitherOf, nearestNames } from '#shared/text/nearest-names.ts'
import {
  digestEncodings,
  hashAlgorithms,
  keyEncodings,
  normalisations,
  tokenAlgorithms,
} from '#shared/vendors/vendor.ts'

export type SettingsReading = { ok: true; settings: SchemeSettings } | { ok: false; problem: string }

class Unreadable extends Error {}

/**
 * Reads the settings of a scheme from JSON that a person wrote. A name that no scheme knows is refused: misspelt, it
 * would quietly give another verdict than the console's.
 *
 * @returns the settings, or one sentence that says what is wrong
 */
export function readSettings(value: JsonValue | undefined): SettingsReading {
  try {
    return { ok: true, settings: read(value) }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.message }
    throw error
  }
}

function read(value: JsonValue | undefined): SchemeSettings {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw new Unreadable('"settings" must be an object, and {} where there is nothing to set.')
  const settings: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(value)) {
    const reader = Object.hasOwn(readers, name) ? readers[name as keyof SchemeSettings] : undefined
    if (reader === undefined) {
      const known = Object.keys(readers)
      const near = nearestNames(name, known).map((each) => `"${each}"`)
      const advice = near.length > 0 ? `Did you mean ${eitherOf(near)}?` : `The known ones are ${known.join(', ')}.`
      throw new Unreadable(`"settings" has a member that no scheme knows${plain(name, near.length > 0)}. ${advice}`)
    }
    if (given !== null) settings[name] = reader(given, `settings.${name}`)
  }
  return settings as SchemeSettings
}

/**
 * Named where it is a word, so that nothing pasted in the wrong place is repeated. One that is nearly a setting's name was
 * meant to be it; any other long one may be a passphrase.
 */
function plain(name: string, isNear: boolean): string {
  return (isNear ? /^[A-Za-z]{1,30}$/ : /^[A-Za-z]{1,12}$/).test(name) ? ` (${name})` : ''
}

type Reader<Value> = (value: JsonValue, where: string) => Value

const readers: { [Name in keyof Required<SchemeSettings>]: Reader<SchemeSettings[Name]> } = {
  teamVanityId: readText,
  primaryAuthenticationDomain: readText,
  sharedAuthenticationDomains: readTexts,
  identityLabels: readLabels,
  unsignedFields: readTexts,
  fields: readTextOrTexts,
  normalise: (value, where) => oneOf(normalisations, joined(value), where, otherNormalisations),
  keyEncoding: (value, where) => oneOf(keyEncodings, value, where, otherKeyEncodings),
  digest: (value, where) => oneOf(digestEncodings, value, where, {}),
  digestField: readText,
  algorithm: (value, where) => oneOf(hashAlgorithms, value, where, otherHashNames),
  algorithms: (value, where) =>
    readTextOrTexts(value, where).map((name) => oneOf(tokenAlgorithms, name, where, { Ed25519: 'EdDSA' })),
  issuer: readTextOrTexts,
  audience: readTextOrTexts,
  subjectClaim: readText,
  requiredClaims: readTextOrTexts,
  requireExpiry: readTruth,
  maxAgeSeconds: readSeconds,
  clockToleranceSeconds: readSeconds,
  tokenField: readText,
}

const otherNormalisations = {
  '': 'none',
  lowercase: 'lower',
  'lower-trim': 'trim-lower',
  'trim+lower': 'trim-lower',
  'trim-lowercase': 'trim-lower',
  trimlower: 'trim-lower',
} as const

const otherKeyEncodings = { 'utf-8': 'utf8', text: 'utf8', raw: 'utf8' } as const

const otherHashNames = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
  hs256: 'sha256',
  hs384: 'sha384',
  hs512: 'sha512',
} as const

/** A list of steps means all of them: `["trim", "lower"]`. */
function joined(value: JsonValue): JsonValue {
  const steps = Array.isArray(value) ? value.map((step) => (typeof step === 'string' ? step.toLowerCase() : '?')) : []
  return steps.length === 2 && steps.includes('trim')
    ? `trim-${steps.find((step) => step !== 'trim') ?? ''}`
    : (steps[0] ?? value)
}

function oneOf<Name extends string>(
  names: readonly Name[],
  value: JsonValue,
  where: string,
  others: Readonly<Record<string, Name>>,
): Name {
  if (typeof value === 'string') {
    const plain = value.toLowerCase()
    const found = names.find((name) => name.toLowerCase() === plain)
    const other = Object.entries(others).find(([name]) => name.toLowerCase() === plain)?.[1]
    if (found !== undefined) return found
    if (other !== undefined) return other
  }
  throw new Unreadable(`${where} must be one of ${names.join(', ')}.`)
}

function readText(value: JsonValue, where: string): string {
  if (typeof value !== 'string') throw new Unreadable(`${where} must be a string, in quotes.`)
  return value
}

function readTexts(value: JsonValue, where: string): string[] {
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw new Unreadable(`${where} must be an array of strings, each in quotes.`)
  }
  return value
}

function readTextOrTexts(value: JsonValue, where: string): string[] {
  if (typeof value !== 'string' && !Array.isArray(value)) {
    throw new Unreadable(`${where} must be a string or an array of strings, each in quotes.`)
  }
  return typeof value === 'string' ? [value] : readTexts(value, where)
}

function readLabels(value: JsonValue, where: string): Record<string, string> {
  if (!isJsonObject(value) || !Object.values(value).every((entry) => typeof entry === 'string')) {
    throw new Unreadable(`${where} must be an object of strings, such as { "Email": "email" }.`)
  }
  return value as JsonObject & Record<string, string>
}

function readTruth(value: JsonValue, where: string): boolean {
  if (typeof value !== 'boolean') throw new Unreadable(`${where} must be true or false, without quotes.`)
  return value
}

function readSeconds(value: JsonValue, where: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new Unreadable(`${where} must be a whole number of seconds, without quotes.`)
  }
  return value
}
