/** Says what is left of one content. `whole`: the entry is of one of the person's conversations, and all words in it go. */
export type Redact = (type: string, content: unknown, whole: boolean) => unknown

/** Values shorter than this are erased only where they stand alone: they are parts of other words. */
export const shortestValue = 5

/** Members that hold what a person wrote, or what was written about them. */
const written = new Set(['text', 'note', 'sentence', 'pageUrl', 'reason', 'claimed', 'known'])
/** Members that hold what pages and servers call somebody, or something of theirs. */
const named = new Set(['value', 'name', 'clientMessageId', 'droppedFields'])
/** What supervisors set up is about no visitor, though its words may be the same. */
const setUp = /^(?:operator|channel|key|template)\./

/**
 * Begins the erasure of one person: what comes back makes contents without what tells who that is, of the same shape and
 * with the same ids, so that what follows from them can be made again. Ids, times, codes and fingerprints stay.
 *
 * Visitors choose what they are called, e.g. `operatorId`, `agent`, or as the id of a supervisor. So a value is looked
 * for only where people are written about, and as a word of its own; addresses and phone numbers are looked for everywhere.
 *
 * @param values by which the person is named, the contact's own first
 * @param mark what stands instead of it; `mark-2` and so on for other values and spellings, since each may be a key
 */
export function beginRedaction(values: readonly string[], mark: string): Redact {
  const spellings = [...values]
  const markOf = (found: string) => {
    const known = spellings.indexOf(found)
    const place = known === -1 ? spellings.push(found) : known + 1
    return place === 1 ? mark : `${mark}-${place}`
  }
  const long = values.filter(({ length }) => length >= shortestValue)
  const everywhere = replacer(long.filter(tellsApart), markOf)
  const asWords = replacer(long, markOf)
  const cleanWords = (text: string) => (values.includes(text) ? markOf(text) : asWords(text))

  return (type, content, whole) => {
    const clean = setUp.test(type) ? everywhere : cleanWords
    const walk = (value: unknown, name: string, inside: string): unknown => {
      if (typeof value === 'string') {
        if (name === 'reason' && inside === 'verdict') return value
        if (whole && written.has(name)) return value === '' ? '' : mark
        return written.has(name) || named.has(name) ? clean(value) : everywhere(value)
      }
      if (Array.isArray(value)) return value.map((each) => walk(each, name, inside))
      if (typeof value !== 'object' || value === null) return value
      if (whole && inside === 'verdict' && name === 'fields') return fieldsWithout(value, mark, clean, everywhere)
      return Object.fromEntries(
        Object.entries(value).map(([member, each]) => [
          everywhere(member),
          walk(each, member, name === 'verdict' ? 'verdict' : inside),
        ]),
      )
    }
    return walk(content, '', '')
  }
}

/** Whether a value can be nobody else's word: an address or a phone number. */
export function tellsApart(value: string): boolean {
  return /.@./u.test(value) || (/^[+(]?[0-9][0-9 ()./-]+$/.test(value) && value.replaceAll(/[^0-9]/g, '').length >= 7)
}

/** Replaces values wherever each stands as a word, in any case of its letters. */
function replacer(values: readonly string[], markOf: (found: string) => string): (text: string) => string {
  if (values.length === 0) return (text) => text
  const parts = values.toSorted((one, other) => other.length - one.length).map(asWord)
  const pattern = new RegExp(parts.join('|'), 'giu')
  return (text) => text.replace(pattern, markOf)
}

/** Some scripts have no spaces, so a word ends only where letters or digits like ours would go on. */
function asWord(value: string): string {
  const letter = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}]'
  const pattern = new RegExp(letter, 'u')
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const first = Array.from(value).at(0) ?? ''
  const last = Array.from(value).at(-1) ?? ''
  return `${pattern.test(first) ? `(?<!${letter})` : ''}${escaped}${pattern.test(last) ? `(?!${letter})` : ''}`
}

/** All that was said of the person goes; what is said of somebody else in the same conversation is theirs. */
function fieldsWithout(
  fields: object,
  mark: string,
  clean: (text: string) => string,
  cleanName: (text: string) => string,
): unknown {
  const entries = Object.entries(fields as Record<string, { value: string }>).map(([name, field]) => {
    const left = clean(field.value)
    return { name, field, left, isTheirs: left !== field.value }
  })
  const isThem = entries.some(({ isTheirs }) => isTheirs)
  return Object.fromEntries(
    entries.map(({ name, field, left, isTheirs }) => {
      const value = isTheirs ? left : isThem && field.value !== '' ? mark : field.value
      return [cleanName(name), { ...field, value }]
    }),
  )
}
