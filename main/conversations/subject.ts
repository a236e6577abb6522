import type { Verdict } from '#shared/domain/verdict.ts'
import { identityNames } from '#shared/vendors/identity-names.ts'

/** Who a message says it is from: the field that names them, and every naming field beside it. */
export interface Subject {
  field: string
  value: string
  /** Fields that name somebody, by name: not `name`, which many people share. */
  naming: Record<string, string>
  /** Those of them that were proven. A name that stands unsigned beside a proof says nothing about who is proven. */
  proven: Record<string, string>
}

/** Best first; then whatever a vendor calls it, since a page may name somebody beside the field whose proof is due. */
const namingFields: readonly string[] = [
  ...new Set(['ext_user_id', 'external_user_id', 'id', 'email', 'phone', ...identityNames]),
]
/** What a visitor may be called by, best first. */
export const titleFields = ['email', 'name', 'phone', 'ext_user_id', 'external_user_id', 'id'] as const

/** The subject that a verdict's fields name, proven or only claimed; null where they name nobody. */
export function subjectOf(verdict: Pick<Verdict, 'field' | 'fields'>): Subject | null {
  const naming: Record<string, string> = {}
  const proven: Record<string, string> = {}
  for (const field of new Set([...namingFields, ...(verdict.field === null ? [] : [verdict.field])])) {
    const value = valueOf(verdict, field)
    if (value === null) continue
    naming[field] = value
    if (verdict.fields[field]?.provenance === 'proven') proven[field] = value
  }
  const due = verdict.field === null ? undefined : naming[verdict.field]
  if (verdict.field !== null && due !== undefined) return { field: verdict.field, value: due, naming, proven }
  const first = Object.entries(naming)[0]
  return first ? { field: first[0], value: first[1], naming, proven } : null
}

/** The subject that was proven; null unless the verdict is `verified` and its proven field holds a value. */
export function provenSubject(verdict: Verdict): { field: string; value: string } | null {
  if (verdict.status !== 'verified' || verdict.field === null) return null
  if (!Object.hasOwn(verdict.fields, verdict.field)) return null
  const field = verdict.fields[verdict.field]
  return field && field.provenance === 'proven' && field.value !== ''
    ? { field: verdict.field, value: field.value }
    : null
}

/**
 * Whether a message names somebody else than the last message that named anybody. Where two messages name by
 * different fields, they are the same person only if one of them carries the other's value as well; and where both
 * were proven, only if it carries that value proven, since anyone may write another customer's e-mail beside a proof
 * of their own.
 */
export function isAnotherSubject(before: Subject | null, now: Subject | null): boolean {
  if (!before || !now) return false
  if (before.field === now.field) return before.value !== now.value
  const bothProven = Object.keys(before.proven).length > 0 && Object.keys(now.proven).length > 0
  const own = (subject: Subject) => (bothProven ? subject.proven : subject.naming)
  return own(now)[before.field] !== before.value && own(before)[now.field] !== now.value
}

/** What a list calls the visitor. Proven values come before claimed ones, and e-mail before the rest. */
export function titleOf(verdict: Verdict): { title: string; provenance: 'proven' | 'claimed' | 'none' } {
  for (const provenance of ['proven', 'claimed'] as const) {
    if (provenance === 'proven' && verdict.status !== 'verified') continue
    const names = [...titleFields, ...(verdict.field === null ? [] : [verdict.field])]
    for (const name of names) {
      if (!Object.hasOwn(verdict.fields, name)) continue
      const field = verdict.fields[name]
      if (!field || field.value === '') continue
      if (provenance === 'proven' && field.provenance !== 'proven') continue
      return { title: field.value, provenance }
    }
  }
  return { title: 'Anonymous visitor', provenance: 'none' }
}

function valueOf(verdict: Pick<Verdict, 'fields'>, name: string): string | null {
  if (!Object.hasOwn(verdict.fields, name)) return null
  const value = verdict.fields[name]?.value
  return value ? value : null
}
