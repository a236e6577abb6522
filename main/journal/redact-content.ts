import { idPattern } from '#shared/domain/ids.ts'

export interface RedactionRules {
  /** The values by which the person is named. */
  values: readonly string[]
  /** What stands instead. */
  mark: string
  /** True for an entry of one of their conversations: everything that anybody wrote in it goes. */
  whole: boolean
  /** Shorter values are replaced only where they are a whole text. */
  shortest: number
}

/** Members that hold what a person wrote, or what was written about them. */
const written = new Set(['text', 'note', 'sentence', 'pageUrl', 'reason', 'claimed', 'known'])

/**
 * Members of ours that hold an id or a word of a closed set. Tables and figures are made of them again, so they stay even
 * where somebody is called `verified` or `serious`. What a page may choose (`clientMessageId`) is not among them.
 */
const codes = new Set(
  (
    'status scheme assurance provenance outcome code proofKind elsewhere via policy kind kinds severity reasons warned ' +
    'decision scope state cause form seenIn sensitivity'
  ).split(' '),
)
const ids = new Set(
  (
    'id messageId conversationId sessionId channelId contactId operatorId keyId flagId requestId grantId blockId ' +
    'erasureId lookId alternativeId templateId templateIds'
  ).split(' '),
)

/**
 * A content without what tells who the person is: same shape, same ids, so that what follows from it can be made again.
 * Ids, times, codes and fingerprints stay. Pure.
 */
export function redactContent(content: unknown, rules: RedactionRules): unknown {
  const parts = rules.values
    .filter(({ length }) => length >= rules.shortest)
    .map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .toSorted((one, other) => other.length - one.length)
  const pattern = parts.length === 0 ? null : new RegExp(parts.join('|'), 'giu')
  const alone = new Set(rules.values)
  const clean = (text: string) =>
    alone.has(text) ? rules.mark : pattern === null ? text : text.replace(pattern, rules.mark)

  const walk = (value: unknown, name: string, inside: string): unknown => {
    if (typeof value === 'string') {
      const isCode = codes.has(name) || (name === 'reason' && inside === 'verdict')
      if (isCode || (ids.has(name) && idPattern.test(value))) return value
      if (rules.whole && written.has(name)) return value === '' ? '' : rules.mark
      return clean(value)
    }
    if (Array.isArray(value)) return value.map((each) => walk(each, name, inside))
    if (typeof value !== 'object' || value === null) return value
    if (rules.whole && inside === 'verdict' && name === 'fields') return fieldsWithout(value, rules, alone, clean)
    // Names of members are ours, but for the fields that a page names and what an operator set up.
    const ours = inside === 'verdict' ? name !== 'fields' : ['', 'entries', 'content', 'verdict'].includes(name)
    return Object.fromEntries(
      Object.entries(value).map(([member, each]) => [
        ours ? member : clean(member),
        walk(each, member, name === 'verdict' ? 'verdict' : inside),
      ]),
    )
  }
  return walk(content, '', '')
}

/** All that was said of the person goes; what is said of somebody else in the same conversation is theirs. */
function fieldsWithout(
  fields: object,
  { mark }: RedactionRules,
  alone: ReadonlySet<string>,
  clean: (text: string) => string,
): unknown {
  const entries = Object.entries(fields as Record<string, { value: string }>)
  const isThem = entries.some(([, { value }]) => alone.has(value) || clean(value) !== value)
  return Object.fromEntries(
    entries.map(([name, field]) => [clean(name), isThem && field.value !== '' ? { ...field, value: mark } : field]),
  )
}
