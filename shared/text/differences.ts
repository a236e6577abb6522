import type { ValueDifference } from '../domain/review.ts'

const scripts = [
  'Cyrillic',
  'Greek',
  'Armenian',
  'Cherokee',
  'Coptic',
  'Hebrew',
  'Arabic',
  'Georgian',
  'Lisu',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Devanagari',
] as const
const patterns = scripts.map((name) => [name, new RegExp(`^\\p{Script=${name}}$`, 'u')] as const)
const unseen = /^[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{Cf}\u2800]$/u
/** Longer values are compared up to here (code points): what follows counts as one difference. */
const longestCompared = 128

/**
 * Where a claimed value differs from the known one it is equal to or looks like, in order, each place in a few words.
 * Empty for equal values. It is for people to see what they would overlook; it decides nothing.
 */
export function differencesBetween(claimed: string, known: string): ValueDifference[] {
  return runs(Array.from(claimed), Array.from(known)).map(({ from, to }) => ({
    claimed: { at: from.at, text: from.text },
    known: { at: to.at, text: to.text },
    words: wordsFor(from.text, to.text),
  }))
}

/** The differences as the end of a sentence: `the “а” is Cyrillic`; null where the two are equal. At most three are named. */
export function howItDiffers(claimed: string, known: string): string | null {
  const words = [...new Set(differencesBetween(claimed, known).map((difference) => difference.words))]
  if (words.length === 0) return null
  const named = words.slice(0, 3).join(', ')
  return words.length > 3 ? `${named} and more` : named
}

interface Part {
  at: number
  text: string
}

/** Aligns by the fewest changes, and joins neighbouring insertions; each replaced character stands by itself. */
function runs(one: string[], other: string[]): { from: Part; to: Part }[] {
  const restOne = one.slice(longestCompared).join('')
  const restOther = other.slice(longestCompared).join('')
  const rows = one.slice(0, longestCompared)
  const columns = other.slice(0, longestCompared)
  const cost = costs(rows, columns)
  const at = (row: number, column: number) => cost[row]?.[column] ?? 0
  const found: { from: Part; to: Part }[] = []
  let row = 0
  let column = 0
  let left = 0
  let right = 0
  const take = (fromText: string, toText: string) => {
    const last = found.at(-1)
    const follows = last && last.from.at + last.from.text.length === left && last.to.at + last.to.text.length === right
    const joins = follows && ((fromText === '' && last.from.text === '') || (toText === '' && last.to.text === ''))
    if (joins) {
      last.from.text += fromText
      last.to.text += toText
    } else found.push({ from: { at: left, text: fromText }, to: { at: right, text: toText } })
    left += fromText.length
    right += toText.length
  }
  while (row < rows.length || column < columns.length) {
    const mine = rows[row] ?? ''
    const theirs = columns[column] ?? ''
    if (mine === theirs) {
      left += mine.length
      right += theirs.length
      row += 1
      column += 1
    } else if (row < rows.length && column < columns.length && at(row, column) === at(row + 1, column + 1) + 1) {
      take(mine, theirs)
      row += 1
      column += 1
    } else if (row < rows.length && at(row, column) === at(row + 1, column) + 1) {
      take(mine, '')
      row += 1
    } else {
      take('', theirs)
      column += 1
    }
  }
  if (restOne !== restOther) take(restOne, restOther)
  return found
}

/** `costs[i][j]` is the fewest changes between what follows `i` in one and `j` in the other. */
function costs(one: string[], other: string[]): number[][] {
  const table: number[][] = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  for (let row = one.length; row >= 0; row -= 1) {
    for (let column = other.length; column >= 0; column -= 1) {
      const line = table[row] as number[]
      const below = table[row + 1] ?? []
      if (row === one.length) line[column] = other.length - column
      else if (column === other.length) line[column] = one.length - row
      else if (one[row] === other[column]) line[column] = below[column + 1] ?? 0
      else line[column] = 1 + Math.min(below[column + 1] ?? 0, below[column] ?? 0, line[column + 1] ?? 0)
    }
  }
  return table
}

function wordsFor(claimed: string, known: string): string {
  if (claimed !== '' && known === '') {
    if (Array.from(claimed).every((one) => unseen.test(one))) return `invisible ${codes(claimed)} was put in`
    if (claimed.startsWith('+')) return `the tag “${claimed}” was added`
    return claimed === '.' ? 'a dot was added' : `“${claimed}” was added`
  }
  if (claimed === '') return known === '.' ? 'a dot is missing' : `“${shown(known)}” is missing`
  const script = patterns.find(([, pattern]) => pattern.test(claimed))
  if (script && !script[1].test(known)) return `the “${claimed}” is ${script[0]}`
  if (unseen.test(claimed)) return `invisible ${codes(claimed)} in place of “${shown(known)}”`
  if (claimed.toLowerCase() === known.toLowerCase()) return `“${claimed}” in another letter case than “${known}”`
  if (claimed.normalize('NFKC') === known) return `“${claimed}” is another form of “${known}”`
  return `“${claimed}” in place of “${shown(known)}”`
}

function shown(text: string): string {
  return Array.from(text).every((one) => unseen.test(one)) ? codes(text) : text
}

function codes(text: string): string {
  return Array.from(text)
    .slice(0, 3)
    .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')
}
