import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import { eitherOf } from '#shared/text/nearest-names.ts'
import { sendsTokens } from '#shared/vendors/proofs.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'
import { platforms } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from '../identity/check.ts'
import type { JwkImport } from '../identity/import-jwk.ts'
import { importJwk, importJwkSet, readJwkText } from '../identity/import-jwk.ts'
import { importPublicKeyPem, importSecret } from '../identity/import-key.ts'
import { readTime, refuseMisspelt, Unreadable } from './unreadable.ts'

const mostKeys = 50
const forms = ['secret', 'publicKeyPem', 'publicKeyJwk', 'jwks'] as const
type Form = (typeof forms)[number]
const members = ['id', 'kid', 'platform', 'retired', 'state', 'compromised', 'retiresAt']

type Material = Pick<VerificationKey, 'kind' | 'material' | 'fingerprint'> &
  Partial<Pick<VerificationKey, 'kid' | 'algorithm' | 'unfit'>>

/**
 * Reads the keys of a case: each with an id and one of `secret`, `publicKeyPem`, `publicKeyJwk` (an object or its JSON text)
 * and `jwks` (`{ "keys": [ … ] }`, or its JSON text). A key set may also stand in the place of the whole list, or beside it.
 *
 * @throws Unreadable with one sentence that holds nothing of a key
 */
export function readKeys(line: JsonObject, vendor: Vendor): VerificationKey[] {
  const { keys: given, jwks } = line
  const example = `"keys": [${exampleOf(vendor)}]`
  if (given === undefined && jwks === undefined) {
    throw new Unreadable(`"keys" is missing: write ${example}, or "keys": [] where there is no key.`)
  }
  if (isJsonObject(given) && given['keys'] === undefined) {
    throw new Unreadable(`"keys" must be an array, or a key set { "keys": [ … ] }: write ${example}.`)
  }
  if (given !== undefined && !Array.isArray(given) && !isJsonObject(given)) {
    throw new Unreadable(`"keys" must be an array: write ${example}, or [] where there is no key.`)
  }
  const entries: JsonValue[] = Array.isArray(given) ? [...given] : []
  if (isJsonObject(given)) entries.push({ id: 'jwks', jwks: given })
  if (jwks !== undefined) entries.push({ id: 'jwks', jwks })
  if (entries.length > mostKeys) throw new Unreadable('"keys" must hold at most 50 keys. Leave the retired ones out.')
  const ids = new Set<string>()
  return entries.flatMap((entry, index) => {
    const keys = readEntry(entry, vendor, `keys[${index}]`)
    for (const { id } of keys) {
      if (ids.has(id)) throw new Unreadable(`keys[${index}].id is the id of an earlier key: give each its own.`)
      ids.add(id)
    }
    return keys
  })
}

function readEntry(entry: JsonValue, vendor: Vendor, where: string): VerificationKey[] {
  if (!isJsonObject(entry)) throw new Unreadable(`${where} must be an object, such as ${exampleOf(vendor)}.`)
  const { id, kid = null, platform = null } = entry
  refuseMisspelt(entry, [...members, ...forms], where)
  if (typeof id !== 'string' || id === '' || id.length > 100) {
    throw new Unreadable(`${where}.id must be a string that names the key, such as "main".`)
  }
  const { retired = false } = entry
  if (typeof retired !== 'boolean') throw new Unreadable(`${where}.retired must be true or false.`)
  const { state: named = null, compromised = false } = entry
  if (named !== null && named !== 'active' && named !== 'retiring' && named !== 'retired') {
    throw new Unreadable(`${where}.state must be active, retiring or retired.`)
  }
  if (typeof compromised !== 'boolean') throw new Unreadable(`${where}.compromised must be true or false.`)
  if (kid !== null && (typeof kid !== 'string' || kid === '')) throw new Unreadable(`${where}.kid must be a string.`)
  const ownPlatform = platforms.find((name) => name === platform) ?? null
  if (platform !== null && ownPlatform === null) {
    throw new Unreadable(`${where}.platform must be one of ${platforms.join(', ')}.`)
  }
  const retiresAt = readTime(entry['retiresAt'], `${where}.retiresAt`)
  const state = retired || named === 'retired' ? 'retired' : retiresAt === null ? 'active' : 'retiring'
  const materials = readMaterials(entry, vendor, where)
  return materials.map((material, index) => ({
    id: materials.length === 1 ? id : `${id}/${material.kid ?? index + 1}`,
    state,
    retiresAt,
    platform: ownPlatform,
    compromised,
    ...material,
    kid: kid ?? material.kid ?? null,
  }))
}

function readMaterials(entry: JsonObject, vendor: Vendor, where: string): Material[] {
  const given = forms.filter((name) => entry[name] !== undefined)
  const allowed = formsOf(vendor)
  const quoted = (names: readonly Form[]) => eitherOf(names.map((name) => `"${name}"`))
  const [form] = given
  if (form === undefined) throw new Unreadable(`${where} holds no key: add ${quoted(allowed)}.`)
  if (given.length > 1) {
    throw new Unreadable(
      `${where} holds more than one key: keep one of ${quoted(given)}, and list the others after it.`,
    )
  }
  if (!allowed.includes(form)) {
    throw new Unreadable(`${where} has "${form}", which does not fit this scheme: give ${quoted(allowed)}.`)
  }
  const value = entry[form]
  switch (form) {
    case 'secret':
    case 'publicKeyPem': {
      if (typeof value !== 'string') throw new Unreadable(`${where}.${form} must be a string.`)
      const use = sendsTokens(vendor) ? 'token' : 'p256'
      const imported = form === 'secret' ? importSecret(value) : importPublicKeyPem(value, use)
      if (!imported.ok) throw new Unreadable(`${where}.${form}: ${imported.problem.message}`)
      return [imported.key]
    }
    case 'publicKeyJwk':
      return [keyOf(importJwk(readObject(value, `${where}.${form}`)), vendor, `${where}.${form}`)]
    case 'jwks': {
      const set = importJwkSet(readObject(value, `${where}.${form}`))
      if (!set.ok) throw new Unreadable(`${where}.${form}: ${set.problem.message}`)
      // Keys of other kinds and uses stand in a set beside ours: they are passed over (RFC 7517 §5).
      const readable = set.keys.filter((each) => each.ok)
      const first = readable[0] ?? set.keys[0]
      if (readable.length === 0 && first !== undefined) return [keyOf(first, vendor, `${where}.${form}`)]
      return readable.map((each) => keyOf(each, vendor, `${where}.${form}`))
    }
  }
}

function keyOf(imported: JwkImport, vendor: Vendor, where: string): Material {
  if (!imported.ok) throw new Unreadable(`${where}: ${imported.problem.message}`)
  const { key } = imported
  if (vendor.keyKind !== 'either' && key.kind !== vendor.keyKind) {
    throw new Unreadable(`${where} is not the kind of key that this scheme is checked with.`)
  }
  if (!sendsTokens(vendor) && key.material.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Unreadable(`${where}: The public key is not on the curve P-256 (prime256v1), which ES256 needs.`)
  }
  return key
}

function exampleOf(vendor: Vendor): string {
  return `{ "id": "main", "${formsOf(vendor)[0] ?? 'secret'}": "…" }`
}

function formsOf(vendor: Vendor): readonly Form[] {
  if (vendor.keyKind === 'either') return forms
  if (vendor.keyKind === 'publicKey') return ['publicKeyPem', 'publicKeyJwk', 'jwks']
  return sendsTokens(vendor) ? ['secret', 'publicKeyJwk', 'jwks'] : ['secret']
}

function readObject(value: JsonValue | undefined, where: string): JsonObject {
  const read = typeof value === 'string' ? readJwkText(value) : value
  if (!isJsonObject(read ?? undefined)) throw new Unreadable(`${where} must be an object, or its JSON text.`)
  return read as JsonObject
}
