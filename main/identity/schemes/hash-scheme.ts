import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import type { HashRule, Normalisation, SignedField, Vendor } from '#shared/vendors/vendor.ts'
import type { Reading } from '../finding.ts'
import type { HashClaims } from '../keyed-hash.ts'
import { hashReading } from '../keyed-hash.ts'
import type { Fields, IdentityValue } from '../provenance.ts'
import { claimedFields, readIdentityValue, readText } from '../provenance.ts'

/** What a page said, by a rule of a keyed hash. The payload is that of `readVisitor`. */
export function readByHashRule(payload: JsonObject, vendor: Vendor, rule: HashRule): Reading {
  const fields = claimedFields(payload, [...rule.digestMembers, ...vendor.notClaims, ...aliasMembers(rule)])
  const candidates: HashClaims['candidates'] = []
  let contradicts = false
  for (const signed of rule.fields) {
    const sent = readMembers(payload, signed)
    if (sent.contradicts) contradicts = true
    candidates.push({ field: signed.field, value: sent.value, sent: sent.text })
    adopt(fields, signed.field, sent)
  }
  const proofs = rule.digestMembers.map((name) => payload[name]).filter((proof) => !isEmpty(proof))
  return hashReading({
    vendor: vendor.title,
    candidates,
    proof: proofs[0],
    how: rule,
    fields,
    problem: contradicts || proofs.some((proof) => proof !== proofs[0]) ? 'alias-conflict' : null,
  })
}

/** The rule that the settings of a custom hash make up; null where they name no field. */
export function hashRuleOf(settings: SchemeSettings): HashRule | null {
  const fields = (settings.fields ?? []).filter((name) => name !== '' && name !== '__proto__')
  if (fields.length === 0) return null
  return {
    proof: 'hash',
    fields: fields.map((field) => ({ field, members: [field], normalise: settings.normalise ?? 'none' })),
    digestMembers: [settings.digestField ?? 'hash'],
    algorithm: settings.algorithm ?? 'sha256',
    keyEncoding: settings.keyEncoding ?? 'utf8',
    digest: settings.digest ?? 'hex',
  }
}

/**
 * The part of a payload that is about the visitor. Where a vendor nests it, the same members beside the nested object
 * are taken as well, and may not say something else.
 *
 * @returns null where the nested member is no object, or contradicts what stands beside it
 */
export function readVisitor(payload: JsonObject, { within }: Vendor, members: readonly string[]): JsonObject | null {
  if (within === null) return payload
  const nested = payload[within]
  if (nested === undefined || nested === null) return payload
  if (!isJsonObject(nested)) return null
  const together = Object.assign(Object.create(null) as JsonObject, nested)
  for (const name of members) {
    const beside = payload[name]
    if (isEmpty(beside)) continue
    if (isEmpty(nested[name])) together[name] = beside as JsonValue
    else if (nested[name] !== beside) return null
  }
  return together
}

interface SentMembers {
  value: IdentityValue
  /** As it was sent, for display; null where nothing readable was. */
  text: string | null
  contradicts: boolean
}

/** The first member that is present; two that differ contradict each other. */
function readMembers(payload: JsonObject, { members, normalise = 'none' }: SignedField): SentMembers {
  let first: JsonValue | undefined
  let contradicts = false
  for (const name of members) {
    const sent = payload[name]
    if (isEmpty(sent)) continue
    if (first === undefined) first = sent
    else if (readText(first) === null || readText(first) !== readText(sent)) contradicts = true
  }
  // What is judged is what is hashed: a line break that is trimmed away is no control character of the identity.
  const value = readIdentityValue(typeof first === 'string' ? normaliseText(first, normalise) : first)
  // White space alone must not become "nothing was sent", and so make way for a field of lower priority.
  const read =
    value.kind === 'absent' && first !== undefined ? { kind: 'malformed' as const, text: readText(first) } : value
  return { value: read, text: readText(first), contradicts }
}

function normaliseText(text: string, how: Normalisation): string {
  const trimmed = how === 'trim' || how === 'trim-lower' ? text.trim() : text
  return how === 'lower' || how === 'trim-lower' ? trimmed.toLowerCase() : trimmed
}

/** A value that came under another name is shown under the field's own. */
function adopt(fields: Fields, field: string, { text }: SentMembers): void {
  if (text !== null && text !== '' && !(field in fields)) fields[field] = { value: text, provenance: 'claimed' }
}

function aliasMembers({ fields }: HashRule): string[] {
  return fields.flatMap(({ field, members }) => members.filter((name) => name !== field))
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === ''
}
