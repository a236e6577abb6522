import type { Sensitivity } from '#shared/domain/reply.ts'
import type { IdentityField } from '#shared/domain/verdict.ts'

/** The variables a template may use; everything else in double braces stays as it is and is reported. */
export const templateVariables = ['name', 'email', 'phone', 'id', 'agent'] as const
export type TemplateVariable = (typeof templateVariables)[number]

const variable = /\{\{([^{}]*)\}\}/g
const longestValue = 200

/**
 * Fills a template in: one pass, each value inserted literally and never read again.
 *
 * A personal or restricted template draws on proven fields only, since a claimed e-mail in it would lend the claim
 * the company's voice. What cannot be filled in stays in its braces and is listed, which stops the reply.
 *
 * @param agentName what `{{agent}}` stands for
 */
export function renderTemplate(
  template: { body: string; sensitivity: Sensitivity },
  fields: Readonly<Record<string, IdentityField>>,
  agentName: string,
): { text: string; unresolved: string[] } {
  const unresolved = new Set<string>()
  const text = template.body.replace(variable, (whole, inside: string) => {
    const name = inside.trim()
    const value = valueOf(name, template.sensitivity, fields, agentName)
    if (value === null) {
      unresolved.add(name)
      return whole
    }
    return value
  })
  return { text, unresolved: [...unresolved] }
}

/** Names of the variables that stand unfilled in a text. */
export function unresolvedIn(text: string): string[] {
  return [...new Set([...text.matchAll(variable)].map((match) => (match[1] ?? '').trim().slice(0, 40)))]
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
