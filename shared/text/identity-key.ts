import { lookalikeKey, seenIn } from './lookalike.ts'

export type IdentityKind = 'email' | 'phone' | 'name' | 'id'

const longestValue = 256

/** What kind of identity a field holds, by its name and, for addresses, by its value. */
export function identityKind(field: string, value: string): IdentityKind {
  const name = field.toLowerCase()
  if (/e-?mail/.test(name) || /[@\uFF20\uFE6B]/.test(value)) return 'email'
  if (/phone|mobile|msisdn/.test(name)) return 'phone'
  return /(?:^|[_-])(?:full_?)?name$/.test(name) ? 'name' : 'id'
}

/**
 * The text that equal and lookalike values of one kind share, with the kind before it: what a channel's proven values are
 * looked up by. A change of it needs a migration that fills `proven_values` again.
 *
 * @returns empty where nothing of the value can be compared
 */
export function identityKey(field: string, value: string): string {
  const kind = identityKind(field, value)
  // Measured by what is seen of it: 256 blanks before an address hide nothing of it on screen.
  const bounded = seenIn(value).slice(0, longestValue)
  const key = kind === 'phone' ? digitsOf(bounded) : lookalikeKey(kind, bounded)
  return key === '' ? '' : `${kind}:${key}`
}

/** Digits alone, without the signs of an international prefix. */
function digitsOf(phone: string): string {
  return phone
    .normalize('NFKC')
    .replace(/[^0-9]/g, '')
    .replace(/^00/, '')
}
