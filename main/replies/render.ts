import type { Sensitivity } from '#shared/domain/reply.ts'
import type { IdentityField } from '#shared/domain/verdict.ts'

/** The variables a template may use; everything else in double braces stays as it is and is reported. */
export const templateVariables = ['name', 'email', 'phone', 'id', 'agent'] as const
export type TemplateVariable = (typeof templateVariables)[number]

/**
 * What may stand in double braces: `{{name}}`, `{{name|there}}` with what is said where nothing is known, and
 * `{{?order number}}` for what the agent types.
 */
export type Placeholder =
  | { kind: 'variable'; name: string; fallback: string | null }
  | { kind: 'fill-in'; name: string }
  | { kind: 'malformed'; name: string }

const braces = /\{\{([^{}]*)\}\}/g
const longestValue = 200
const longestName = 40

/**
 * Fills a template in: one pass, each value inserted literally and never read again.
 *
 * A personal or restricted template draws on proven fields only, since a claimed e-mail in it would lend the claim
 * the company's voice. What cannot be filled in, and what the agent has to type, stays in its braces and is listed,
 * which stops the reply.
 *
 * @param agentName what `{{agent}}` stands for
 */
export function renderTemplate(
  template: { body: string; sensitivity: Sensitivity },
  fields: Readonly<Record<string, IdentityField>>,
  agentName: string,
): { text: string; unresolved: string[] } {
  const unresolved = new Set<string>()
  const text = template.body.replace(braces, (whole, inside: string) => {
    const placeholder = readPlaceholder(inside)
    const value =
      placeholder.kind === 'variable'
        ? (valueOf(placeholder.name, template.sensitivity, fields, agentName) ?? placeholder.fallback)
        : null
    if (value === null) {
      unresolved.add(placeholder.name)
      return whole
    }
    return value
  })
  return { text, unresolved: [...unresolved] }
}

/** Names of what stands unfilled in a text. */
export function unresolvedIn(text: string): string[] {
  return [...new Set(placeholdersIn(text).map(({ name }) => name))]
}

/** Everything that stands in double braces, in the order of the text. */
export function placeholdersIn(text: string): Placeholder[] {
  return Array.from(text.matchAll(braces), (match) => readPlaceholder(match[1] ?? ''))
}

function readPlaceholder(inside: string): Placeholder {
  const words = inside.trim()
  if (words.startsWith('?')) {
    const name = words.slice(1).trim().slice(0, longestName)
    return name === '' ? { kind: 'malformed', name: '?' } : { kind: 'fill-in', name }
  }
  const bar = words.indexOf('|')
  const name = (bar === -1 ? words : words.slice(0, bar)).trim().slice(0, longestName)
  const fallback = bar === -1 ? null : words.slice(bar + 1).trim()
  if (name === '' || fallback === '') return { kind: 'malformed', name }
  return { kind: 'variable', name, fallback }
}

function valueOf(
  name: string,
  sensitivity: Sensitivity,
  fields: Readonly<Record<string, IdentityField>>,
  agentName: string,
): string | null {
  if (!templateVariables.includes(name as TemplateVariable)) return null
  if (name === 'agent') return insertable(agentName)
  const field = fieldOf(name, fields)
  if (field === undefined) return null
  if (sensitivity !== 'public' && field.provenance !== 'proven') return null
  return insertable(field.value)
}

/** `{{id}}` is whatever the vendor calls the visitor's id. */
function fieldOf(name: string, fields: Readonly<Record<string, IdentityField>>): IdentityField | undefined {
  const spellings = name === 'id' ? ['id', 'ext_user_id', 'external_user_id'] : [name]
  const found = spellings.find((spelling) => Object.hasOwn(fields, spelling))
  return found === undefined ? undefined : fields[found]
}

/** A value that would break the text apart, or look like another variable, is not inserted. */
function insertable(value: string): string | null {
  if (value.trim() === '' || value.length > longestValue) return null
  return /[\p{Cc}\p{Bidi_Control}]|\{\{|\}\}/u.test(value) || !value.isWellFormed() ? null : value
}
