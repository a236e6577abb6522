import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { CheckStep, Hint, ReasonCode, Verdict } from '#shared/domain/verdict.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import type { Platform } from '#shared/vendors/vendor.ts'
import type { CheckRequest, VerificationKey, Verify } from './check.ts'
import { diagnoseKey } from './diagnose.ts'
import { shortestSoundSecret } from './documentation-keys.ts'
import type { Context, Finding, Reading, Scheme } from './finding.ts'
import { failed, finding, keyTail, unreadable } from './finding.ts'
import { hint } from './hints.ts'
import { withMemory } from './memory.ts'
import type { Primitives } from './primitives.ts'
import { nodePrimitives } from './primitives.ts'
import type { Fields } from './provenance.ts'
import { withForm } from './provenance.ts'
import { hostOfOrigin } from './schemes/pavior-domains.ts'
import { findScheme } from './schemes/table.ts'
import { holdsSecret, withhold } from './withheld.ts'

/** Longest payload that is looked at, in characters. */
export const longestPayload = 65_536

/**
 * Builds the engine over its cryptography.
 *
 * @returns a function that judges one message and never rejects: whatever breaks, the verdict is not `verified`
 */
export function createVerify(primitives: Primitives): Verify {
  const hintsOf = rememberKeyHints()
  return async (request) => {
    let at = 0
    let scheme: CheckRequest['scheme'] = 'yourgpt'
    try {
      scheme = request.scheme
      at = request.at
      const snapshot = takeSnapshot(request)
      return toVerdict(await judge(snapshot, primitives, hintsOf), snapshot)
    } catch {
      const broken = finding('unchecked', 'check-error', null, { steps: [failed('The check ran to its end')] })
      return toVerdict(broken, { scheme, at, form: null, keys: [] })
    }
  }
}

/** The engine the console and the command line use. */
export const verify: Verify = createVerify(withMemory(nodePrimitives))

/** Everything is read once, before anything else runs: what is judged cannot change while it is judged. */
function takeSnapshot(request: CheckRequest): CheckRequest {
  const { scheme, settings, keys, keysAvailable, identity, form, page, at, conversationId } = request
  if (!Number.isFinite(at)) throw new Error('the time of the check is missing')
  return {
    scheme,
    settings: copySettings(settings ?? {}),
    keys: keys.map((key) => ({
      id: key.id,
      state: key.state,
      retiresAt: key.retiresAt,
      kind: key.kind,
      material: key.material,
      fingerprint: key.fingerprint,
      kid: key.kid ?? null,
      algorithm: key.algorithm ?? null,
      platform: key.platform ?? null,
      compromised: key.compromised === true,
      unfit: key.unfit === true,
    })),
    keysAvailable,
    identity,
    form: form === null || form === undefined ? null : { ...form },
    page: { origin: page?.origin ?? null, platform: page?.platform ?? null },
    at,
    conversationId: conversationId ?? null,
  }
}

/** Settings that are lists: anything else in their place is no setting at all. */
const lists = new Set([
  'sharedAuthenticationDomains',
  'unsignedFields',
  'fields',
  'algorithms',
  'issuer',
  'audience',
  'requiredClaims',
])

/** Lists and maps as well: a setting that changes while a token is checked must not count half. */
function copySettings(settings: SchemeSettings): SchemeSettings {
  const copy: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(settings)) {
    if (lists.has(name) && !Array.isArray(value)) throw new Error('a setting is not a list')
    copy[name] = Array.isArray(value) ? [...value] : typeof value === 'object' ? { ...value } : value
  }
  return copy
}

async function judge(
  request: CheckRequest,
  primitives: Primitives,
  hintsOf: (key: VerificationKey) => Hint[],
): Promise<Finding> {
  const scheme = findScheme(request.scheme)
  if (scheme === undefined) throw new Error('unknown scheme')
  const keys = request.keys.filter((key) => isOfKind(key, scheme))
  const reading = read(request, scheme, keys.length > 0 || !request.keysAvailable)
  const fields = withForm(reading.fields, request.form)
  const typed = request.form !== null && Object.keys(withForm(nobody().fields, request.form)).length > 0
  if (!reading.named && !typed) {
    return finding('anonymous', 'no-identity', null, { steps: [failed('The page says who the visitor is')] })
  }

  const inUse = keys.filter((key) => counts(key, request.at))
  const { platform } = request.page
  const usable = inUse.filter((key) => key.compromised !== true && isForPlatform(key, platform ?? null))
  const cannot = (reason: ReasonCode, label: string) => {
    const { field, droppedFields } = reading
    return finding('unchecked', reason, field ?? formField(fields), { fields, droppedFields, steps: [failed(label)] })
  }
  if (!request.keysAvailable) return cannot('keys-unavailable', 'The keys of this channel can be opened')
  if (keys.length === 0) return cannot('no-key', 'This channel has a key')
  if (inUse.length === 0) return cannot('key-retired', 'A key of this channel is still in use')
  if (inUse.every((key) => key.compromised === true)) {
    return cannot('key-compromised', 'The key of this channel was kept secret')
  }
  if (usable.length === 0) return cannot('no-key', 'This channel has a key for this kind of app')
  if (reading.unknownKey) return cannot('unknown-key', 'The team of the page is the team of this channel')
  if (!reading.named) {
    return finding('claimed', 'no-proof', formField(fields), { fields, steps: [failed('The page sent a proof')] })
  }

  const context: Context = {
    scheme: request.scheme,
    settings: request.settings,
    usable,
    retired: keys.filter((key) => !usable.includes(key)),
    // Only one vendor asks, and reading an address costs as much as a hash.
    get originHost() {
      return hostOfOrigin(request.page.origin)
    },
    conversationId: request.conversationId ?? null,
    at: request.at,
    primitives,
  }
  const found = refuseSecretAsIdentity(await reading.judge(context), fields, request.keys)
  return { ...found, hints: [...found.hints, ...keyHints(found, usable, hintsOf)] }
}

/** A site that signs its own secret as a user id has mixed them up: keeping it would publish the secret. */
function refuseSecretAsIdentity(found: Finding, claims: Fields, keys: VerificationKey[]): Finding {
  if (found.status !== 'verified' || found.field === null) return found
  const secrets = keys.map(({ material }) => material)
  if (!holdsSecret(found.fields[found.field]?.value ?? '', secrets, shortestSoundSecret)) return found
  const steps = [...found.steps, failed('The identity does not hold a secret of this channel')]
  return finding('failed', 'value-malformed', found.field, {
    fields: claims,
    steps,
    droppedFields: found.droppedFields,
  })
}

function read(request: CheckRequest, scheme: Scheme, keysConfigured: boolean): Reading {
  if (request.identity === null || request.identity === undefined) return nobody()
  const parsed = parseStrictJson(request.identity, { maxCharacters: longestPayload })
  if (!parsed.ok) return unreadable()
  if (parsed.value === null) return nobody()
  const payload = Array.isArray(parsed.value) ? (scheme.readCall?.(parsed.value) ?? null) : parsed.value
  return isJsonObject(payload) ? scheme.read(payload, request.settings, keysConfigured) : unreadable()
}

function nobody(): Reading {
  return { ...unreadable(), named: false }
}

/** A key of another kind than the scheme's is no key of it: a public key can never be used as a secret. */
function isOfKind({ kind, material }: VerificationKey, { keyKind }: Scheme): boolean {
  if (keyKind !== 'either' && kind !== keyKind) return false
  return kind === 'secret'
    ? material.type === 'secret' && (material.symmetricKeySize ?? 0) > 0
    : material.type === 'public'
}

/** A message from an unknown kind of app may be proven with the secret of any. */
function isForPlatform(key: VerificationKey, platform: Platform | null): boolean {
  return platform === null || key.platform === null || key.platform === undefined || key.platform === platform
}

function counts(key: VerificationKey, at: number): boolean {
  return key.state === 'active' || (key.state === 'retiring' && (key.retiresAt === null || at < key.retiresAt))
}

function formField(fields: Fields): string | null {
  return 'email' in fields ? 'email' : 'name' in fields ? 'name' : null
}

/** About the key that decided, or about every key that could have where none did. */
function keyHints(found: Finding, usable: VerificationKey[], hintsOf: (key: VerificationKey) => Hint[]): Hint[] {
  if (found.status !== 'verified' && found.status !== 'failed' && found.status !== 'expired') return []
  const hints = (found.key === null ? usable : [found.key]).flatMap(hintsOf)
  return hints.filter((own, index) => hints.findIndex((other) => other.code === own.code) === index)
}

/** A key object never changes, and taking it apart costs as much as a hash. */
function rememberKeyHints(): (key: VerificationKey) => Hint[] {
  const known = new WeakMap<VerificationKey['material'], Hint[]>()
  return (key) => {
    const earlier = known.get(key.material)
    if (earlier !== undefined) return earlier
    const hints = diagnoseKey(key)
    known.set(key.material, hints)
    return hints
  }
}

/** The field that a verdict is about stands first: what a page says beside it is cut off before it is. */
function dueFirst(fields: Fields, due: string | null): Fields {
  const field = due === null ? undefined : fields[due]
  if (due === null || field === undefined) return fields
  return Object.assign(Object.create(null) as Fields, { [due]: field }, fields)
}

function toVerdict(found: Finding, request: Pick<CheckRequest, 'scheme' | 'at' | 'form' | 'keys'>): Verdict {
  const steps: CheckStep[] = found.steps
  const isVerified = found.status === 'verified'
  const kept = withhold(
    // A form is asked of those who are not verified: beside a proof it would only be a way to say something else.
    dueFirst(isVerified ? found.fields : withForm(found.fields, request.form), found.field),
    isVerified ? found.field : null,
    request.keys.map(({ material }) => material),
    found.droppedFields,
  )
  return {
    status: found.status,
    reason: found.reason,
    scheme: request.scheme,
    assurance: isVerified ? found.assurance : null,
    field: found.field,
    keyId: found.key?.id ?? null,
    fields: kept.fields,
    hints: kept.hashDropped ? [...found.hints, hint('proof-under-other-name')] : found.hints,
    steps,
    evidence: {
      proofFingerprint: found.proofFingerprint,
      keyTail: found.key === null ? null : keyTail(found.key),
      borrowed: found.borrowed,
      droppedFields: kept.dropped,
      proofKind: found.proofKind,
      sightings: null,
    },
    checkedAt: request.at,
    validUntil: found.validUntil,
  }
}
