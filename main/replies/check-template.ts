import type { TemplateText } from '#shared/domain/reply.ts'
import { placeholdersIn, templateVariables } from './render.ts'

/** Why a template cannot be kept as it is, in one sentence, or null. Lengths are the contract's business. */
export function checkTemplate({ title, body, tags }: TemplateText): string | null {
  const words = [title, ...tags]
  if (words.some((word) => /[\p{Cc}\p{Bidi_Control}]/u.test(word))) {
    return 'A title or a tag holds characters that nobody can see.'
  }
  if (new Set(tags.map((tag) => tag.toLowerCase())).size !== tags.length) return 'A tag is there twice.'
  if (/[\p{Bidi_Control}]/u.test(body) || !body.isWellFormed()) return 'The text holds characters that nobody can see.'
  for (const placeholder of placeholdersIn(body)) {
    switch (placeholder.kind) {
      case 'variable':
        if (!(templateVariables as readonly string[]).includes(placeholder.name)) {
          return `{{${placeholder.name}}} is no variable. There are ${templateVariables.join(', ')}, and {{?…}} for what the agent types.`
        }
        break
      case 'fill-in':
        break
      case 'malformed':
        return 'Two braces are open that hold nothing that can be filled in.'
      default:
        return placeholder satisfies never
    }
  }
  if (/\{\{|\}\}/.test(body.replaceAll(/\{\{[^{}]*\}\}/g, ''))) return 'Two braces are opened and not closed.'
  return null
}
