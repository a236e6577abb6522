import type { SchemeSettings } from '#shared/domain/channel.ts'
import { fieldWords } from '#shared/domain/sentences.ts'
import type { CheckStep, Hint } from '#shared/domain/verdict.ts'
import { parseStrictJson } from '#shared/strict/json.ts'
import { decodeUtf8 } from '../decode.ts'
import { diagnosePayloadText } from '../diagnose-token.ts'
import type { Context, Finding, Scheme } from '../finding.ts'
import { failed, finding, passed, unreadable } from '../finding.ts'
import { hint } from '../hints.ts'
import { isProofSent } from '../keyed-hash.ts'
import { digestOf } from '../primitives.ts'
import type { Fields } from '../provenance.ts'
import { readIdentityValue } from '../provenance.ts'
import type { TokenOpening } from '../signed-token.ts'
import { judgeToken, longestToken, openToken } from '../signed-token.ts'
import type { DataItem } from './talkative-data.ts'
import { gatherItems, readDataItems, skeletonOf } from './talkative-data.ts'
import { hasMilliseconds, judgePolicyLabels, policyLabels } from './talkative-policy.ts'

/** Of several mapped labels, the badge names the one that identifies best. */
const identityPriority = ['ext_user_id', 'external_user_id', 'user_id', 'customer_id', 'id', 'email', 'phone']

/** Namesakes would be one visitor and read each other's messages: a name may be proven, and is never the identity. */
const names = new Set(
  ['name', 'fullname', 'firstname', 'lastname', 'givenname', 'familyname', 'surname', 'displayname'].map(skeletonOf),
)

/**
 * Talkative (`startChat({ signedInteractionData })`): an ES256 compact JWS over a JSON array of `{ label, data, type }`.
 * Which label is the identity stands in the channel's settings; unsigned data passes only by an exact allow-list, and
 * is never proven.
 */
export const talkative: Scheme = {
  keyKind: 'publicKey',
  read: (payload, settings, keysConfigured) => {
    const proof = payload['signedInteractionData']
    const sentData = payload['interactionData']
    const unsigned = sentData === undefined || sentData === null ? [] : readDataItems(sentData)
    if (unsigned === null) return unreadable()
    const naming = namingOf(settings)
    const opening: TokenOpening | null = !isProofSent(proof)
      ? null
      : typeof proof === 'string'
        ? openToken(proof, ['ES256'])
        : { ok: false, reason: 'token-malformed', hints: [] }
    const said = opening?.ok === true ? (readSigned(opening.opened.payload)?.items ?? []) : []
    const sorted = sortUnsigned(unsigned, said, settings, naming, keysConfigured)
    const fields = assemble(said, sorted.passing, naming, () => false)
    const field = pickIdentity([...said, ...unsigned], naming)
    return {
      named: opening !== null || unsigned.length > 0,
      field,
      fields,
      droppedFields: sorted.dropped,
      unknownKey: false,
      judge: async (context) => {
        if (opening === null) {
          const steps = [failed('Signed data was sent')]
          return withUnsigned(finding('claimed', 'no-proof', field, { fields, steps }), sorted)
        }
        return withUnsigned(await judgeSigned(opening, fields, sorted, naming, context), sorted)
      },
    }
  },
}

async function judgeSigned(
  opening: TokenOpening,
  claims: Fields,
  sorted: SortedUnsigned,
  naming: Naming,
  context: Context,
): Promise<Finding> {
  if (!opening.ok) {
    const steps = [failed('Token is three base64url parts with an ES256 header')]
    return finding('failed', opening.reason, null, { fields: claims, steps, hints: opening.hints })
  }
  const { payload } = opening.opened
  const judged = await judgeToken(opening.opened, context)
  const due = naming.fieldsInOrder[0] ?? null
  if (!judged.ok) {
    const field = pickIdentity(readSigned(payload)?.items ?? [], naming) ?? due
    return finding('failed', judged.reason, field, {
      fields: claims,
      steps: judged.steps,
      hints: judged.hints,
    })
  }

  const { key, steps } = judged
  // Of what nobody signed there is no proof to recognise: anybody can write the claims of somebody else's.
  const proofFingerprint = fingerprintOf(context, judged.payload)
  const signed = readSigned(judged.payload)
  if (signed === null || signed.items === null) {
    steps.push(failed('Signed data is a JSON array of label, data and type'))
    const hints = signed === null ? [] : diagnosePayloadText(signed.text)
    return finding('failed', 'payload-malformed', null, { key, steps, hints, proofFingerprint })
  }
  steps.push(passed('Signed data is a JSON array of label, data and type'))
  const rest = { key, fields: claims, steps, proofFingerprint }
  const byLabel = gatherItems(signed.items, (label) => label)
  const policy = judgePolicyLabels(byLabel, context)
  if (!policy.ok) {
    steps.push(failed('Signed time and conversation hold'))
    const field = pickIdentity(signed.items, naming) ?? due
    const hints =
      policy.reason === 'payload-malformed' && hasMilliseconds(byLabel) ? [hint('times-in-milliseconds')] : []
    return finding(policy.status, policy.reason, field, { ...rest, hints, validUntil: policy.validUntil })
  }
  if (signed.items.some((item) => policyLabels.includes(item.label)))
    steps.push(passed('Signed time and conversation hold'))
  return judgeIdentity(signed.items, sorted, naming, { ...rest, validUntil: policy.validUntil })
}

function judgeIdentity(items: DataItem[], sorted: SortedUnsigned, naming: Naming, rest: Partial<Finding>): Finding {
  const steps: CheckStep[] = [...(rest.steps ?? [])]
  const field = pickIdentity(items, naming)
  const byField = gatherItems(items, naming.fieldOf)
  const identity = field === null ? undefined : byField.get(field)
  if (field === null || identity === undefined) {
    steps.push(failed('A signed label is mapped to an identity field'))
    return finding('failed', 'identity-label-missing', naming.fieldsInOrder[0] ?? null, { ...rest, steps })
  }
  if (identity.conflict) {
    steps.push(failed(`Signed data names one ${fieldWords(field)}`))
    return finding('failed', 'identity-label-conflict', field, { ...rest, steps })
  }
  if (!identity.item.isText || readIdentityValue(identity.item.text).kind !== 'text') {
    steps.push(failed(`The ${fieldWords(field)} is text that can be proven`))
    return finding('failed', 'value-malformed', field, { ...rest, steps })
  }
  steps.push(passed(`The ${fieldWords(field)} is inside the signed data`))
  const fields = assemble(items, sorted.passing, naming, (name) => byField.get(name)?.conflict === false)
  return finding('verified', 'proof-matches', field, {
    ...rest,
    steps,
    fields,
    proofKind: 'claims',
    assurance: 'lasting-token',
  })
}

/** The payload as text, and its items where it is an array of interaction data. Null where it is not even UTF-8. */
function readSigned(payload: Uint8Array): { text: string; items: DataItem[] | null } | null {
  const text = decodeUtf8(payload)
  if (text === null) return null
  const parsed = parseStrictJson(text, { maxCharacters: longestToken })
  return { text, items: parsed.ok ? readDataItems(parsed.value) : null }
}

interface Naming {
  /** The field a label stands for: the mapped one, else the label itself. */
  fieldOf: (label: string) => string
  isMapped: (label: string) => boolean
  /** Fields that can be the identity, best first. */
  fieldsInOrder: string[]
}

function namingOf(settings: SchemeSettings): Naming {
  const mapping = new Map(
    Object.entries(settings.identityLabels ?? {}).filter(
      ([label, field]) => label !== '' && field !== '' && field !== '__proto__',
    ),
  )
  const rank = (field: string) => {
    const place = identityPriority.indexOf(field)
    return place >= 0 ? place : identityPriority.length
  }
  const fieldsInOrder = [...new Set(mapping.values())]
    .filter((field) => !isName(field))
    .toSorted((left, right) => rank(left) - rank(right))
  return { fieldOf: (label) => mapping.get(label) ?? label, isMapped: (label) => mapping.has(label), fieldsInOrder }
}

function isName(field: string): boolean {
  return names.has(skeletonOf(field).replaceAll(/[_-]/g, ''))
}

/** The best identity field for which a mapped label with content is among the items. */
function pickIdentity(items: readonly DataItem[], naming: Naming): string | null {
  const present = new Set(
    items.filter((item) => naming.isMapped(item.label) && item.text !== '').map((item) => naming.fieldOf(item.label)),
  )
  return naming.fieldsInOrder.find((field) => present.has(field)) ?? null
}

/** So many labels that are not on the allow-list are looked at for the hint, and none that is longer. */
const mostCompared = 40
const longestCompared = 64

interface SortedUnsigned {
  passing: DataItem[]
  dropped: string[]
  hints: Hint[]
}

/**
 * Which unsigned items an agent may see. Where signing is switched on: those on the allow-list, matched exactly, that
 * do not look like a signed label or stand for the same field. Everything else is dropped and only its label is kept.
 */
function sortUnsigned(
  unsigned: readonly DataItem[],
  signed: readonly DataItem[],
  settings: SchemeSettings,
  naming: Naming,
  signingIsOn: boolean,
): SortedUnsigned {
  if (unsigned.length === 0) return { passing: [], dropped: [], hints: [] }
  const skeletonsOf = (label: string) => [...new Set([label, naming.fieldOf(label)])].map(skeletonOf)
  const skeletons = new Set(signed.flatMap(({ label }) => skeletonsOf(label)))
  const allowed = new Set(settings.unsignedFields ?? [])
  const passing: DataItem[] = []
  const dropped = new Set<string>()
  let shadows = false
  for (const [index, item] of unsigned.entries()) {
    const isAllowed = allowed.has(item.label)
    // Of the others only a hint depends on what they look like, and comparing labels takes time.
    const isCompared = isAllowed || (!shadows && index < mostCompared && item.label.length <= longestCompared)
    const shadowing = isCompared && skeletonsOf(item.label).some((skeleton) => skeletons.has(skeleton))
    if (shadowing) shadows = true
    if (!shadowing && (!signingIsOn || isAllowed)) passing.push(item)
    else dropped.add(item.label)
  }
  const hints: Hint[] = []
  if (shadows) hints.push(hint('unsigned-field-shadows-signed'))
  if (dropped.size > 0) hints.push(hint('unsigned-fields-dropped'))
  return { passing, dropped: [...dropped], hints }
}

function withUnsigned(found: Finding, sorted: SortedUnsigned): Finding {
  return { ...found, hints: [...found.hints, ...sorted.hints], droppedFields: sorted.dropped }
}

/** Signed items first, so that nothing unsigned can take the place of one. */
function assemble(
  signed: readonly DataItem[],
  unsigned: readonly DataItem[],
  naming: Naming,
  isProven: (field: string) => boolean,
): Fields {
  const fields = Object.create(null) as Fields
  for (const [field, { item }] of gatherItems(signed, naming.fieldOf)) {
    if (policyLabels.includes(item.label)) continue
    fields[field] = { value: item.text, provenance: isProven(field) ? 'proven' : 'claimed' }
  }
  for (const { label, text } of unsigned) {
    const field = naming.fieldOf(label)
    if (!(field in fields)) fields[field] = { value: text, provenance: 'claimed' }
  }
  return fields
}

/** Over the claims alone: the same claims signed again, or a signature in its other form, are the same proof. */
function fingerprintOf({ primitives, scheme }: Context, payload: Uint8Array): string {
  const bound = Buffer.concat([Buffer.from(`${scheme}\n`, 'utf8'), payload])
  return digestOf(primitives, bound).toString('hex')
}
