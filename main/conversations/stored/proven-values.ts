import type { ChannelId, ContactId } from '#shared/domain/ids.ts'
import type { ClaimComparison } from '#shared/domain/review.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { identityKey, identityKind } from '#shared/text/identity-key.ts'
import { seenIn } from '#shared/text/lookalike.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
import { provenSubject, subjectOf, titleFields } from '../subject.ts'

/** Keeps every value that a verdict proves of a contact, so that a claim of it can be noticed anywhere. */
export function noteProvenValues(
  handle: WriteHandle,
  channelId: ChannelId,
  contactId: ContactId,
  { fields, field }: Verdict,
): void {
  const naming = Object.keys(subjectOf({ fields, field })?.proven ?? {})
  for (const name of [...naming, 'name']) {
    if (!Object.hasOwn(fields, name)) continue
    const given = fields[name]
    if (given?.provenance !== 'proven' || given.value === '') continue
    const known = 'SELECT 1 FROM proven_values WHERE channel_id = ? AND field = ? AND value = ?'
    if (one(handle, known, channelId, name, given.value) !== null) continue
    run(
      handle,
      'INSERT INTO proven_values (channel_id, field, value, lookalike, contact_id) VALUES (?, ?, ?, ?, ?)',
      channelId,
      name,
      given.value,
      identityKey(name, given.value),
      contactId,
    )
  }
}

/** A claim without proof that fits somebody who was verified. */
export interface ClaimedIdentity {
  comparison: ClaimComparison
  /** Where the other one was proven. */
  where: 'this-channel' | 'another-channel'
  /** True where only the name fits: many people share one. */
  byNameOnly: boolean
}

interface KnownValue {
  channelId: ChannelId
  value: string
  contactId: ContactId
}

const mostClaims = 12
/** Short numbers are counted up by every site: the same one on two sites says nothing. */
const tellingId = /\p{L}|^.{9,}$/u

/**
 * The verified person whom a message claims to be without proving it: by a value that is equal to a proven one or looks
 * like it, in the same channel or, for e-mails, phone numbers and telling ids, in another of the workspace. Who is proven
 * is asked about this channel only: customers of one site may well be known elsewhere. Null where nobody fits.
 */
export function claimedIdentity(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  verdict: Verdict,
): ClaimedIdentity | null {
  const proven = provenSubject(verdict)
  const own = proven
    ? one<{ id: ContactId }>(
        handle,
        'SELECT id FROM contacts WHERE channel_id = ? AND field = ? AND value = ?',
        channelId,
        proven.field,
        proven.value,
      )
    : null
  let found: (ClaimedIdentity & { rank: number }) | null = null
  for (const [field, value] of claimsOf(verdict)) {
    const key = identityKey(field, value)
    if (key === '') continue
    const kind = identityKind(field, value)
    for (const known of knownUnder(handle, key, channelId, value)) {
      const here = known.channelId === channelId
      if (known.contactId === own?.id || (proven !== null && !here)) continue
      if (!here && kind === 'id' && !tellingId.test(value)) continue
      const byNameOnly = kind === 'name'
      if (byNameOnly && !here) continue
      const rank = (byNameOnly ? 0 : 4) + (known.value === value ? 2 : 0) + (here ? 1 : 0)
      if (found !== null && found.rank >= rank) continue
      const comparison = { field, claimed: shownOf(value), known: known.value, channelId: known.channelId }
      found = { comparison, where: here ? 'this-channel' : 'another-channel', byNameOnly, rank }
    }
  }
  if (found === null) return null
  const { rank: _, ...claim } = found
  return claim
}

/**
 * What a message says about its visitor and does not prove. What is shown first comes first, wherever the page wrote it:
 * before the bound on the work, decoys push nothing out that a person would read.
 */
function claimsOf(verdict: Verdict): [string, string][] {
  const named = subjectOf(verdict)?.naming ?? {}
  const order = [...(verdict.field === null ? [] : [verdict.field]), ...titleFields, ...Object.keys(named)]
  return [...new Set([...order, ...Object.keys(verdict.fields)])]
    .flatMap((name): [string, string][] => {
      const given = Object.hasOwn(verdict.fields, name) ? verdict.fields[name] : undefined
      if (given === undefined || given.provenance === 'proven' || given.value === '') return []
      const isTelling = name in named || name === 'name' || identityKind(name, given.value) !== 'id'
      return isTelling ? [[name, given.value]] : []
    })
    .slice(0, mostClaims)
}

const longestShown = 256

/** What fills a text and is not seen must not push the name in it over the edge. */
function shownOf(value: string): string {
  return (value.length > longestShown ? seenIn(value) : value).slice(0, longestShown)
}

/** Of this channel first, and equal ones before lookalikes: so many others may share the key that some are left out. */
function knownUnder(handle: ReadHandle | WriteHandle, key: string, channelId: ChannelId, value: string): KnownValue[] {
  return all(
    handle,
    `SELECT channel_id AS channelId, value, contact_id AS contactId FROM proven_values WHERE lookalike = ?
     ORDER BY channel_id = ? DESC, value = ? DESC LIMIT 20`,
    key,
    channelId,
    value,
  )
}
