/** A `/word` being typed: where it begins and ends in the text, and what follows the slash. */
export interface SlashWord {
  start: number
  end: number
  query: string
}

/**
 * The slash word that the caret is in, or null. A slash counts at the start of the text or after a space, so that
 * `and/or`, dates and addresses never open anything; it may contain single spaces to find titles of several words.
 */
export function slashWordAt(text: string, caret: number): SlashWord | null {
  const before = text.slice(0, caret)
  const start = before.lastIndexOf('/')
  if (start === -1) return null
  const previous = start === 0 ? ' ' : (before[start - 1] ?? ' ')
  if (!/\s/.test(previous)) return null
  const query = before.slice(start + 1)
  if (query.length > 40 || /\n| {2}|^ /.test(query)) return null
  return { start, end: caret, query }
}

/** Templates whose title, tags or body hold every word of the query; titles that begin with it come first. */
export function matchTemplates<Template extends { title: string; tags: readonly string[]; body: string | null }>(
  templates: readonly Template[],
  query: string,
): Template[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = templates.filter((template) => {
    const all = `${template.title} ${template.tags.join(' ')} ${template.body ?? ''}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
  const rank = (template: Template) => {
    const title = template.title.toLowerCase()
    if (title.startsWith(query.toLowerCase().trim())) return 0
    if (words.every((word) => title.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)))) return 1
    return words.every((word) => title.includes(word)) ? 2 : 3
  }
  return found
    .map((template) => ({ template, at: rank(template) }))
    .sort((one, other) => one.at - other.at)
    .map(({ template }) => template)
}

/** Place of the first `{{variable}}` or `{{?fill-in}}` left in a text from `from` on, so that the caret can be put on it. */
export function firstVariable(text: string, from = 0): { start: number; end: number } | null {
  const match = /\{\{[^{}]*\}\}/.exec(text.slice(from))
  return match === null ? null : { start: from + match.index, end: from + match.index + match[0].length }
}
