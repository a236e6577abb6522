import type { ValueDifference } from '../domain/review.ts'
import { lazily } from '../lazily.ts'

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
const patterns = lazily(() => scripts.map((name) => [name, new RegExp(`^\\p{Script=${name}}$`, 'u')] as const))
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
  // What they begin with alike takes no part in it: of a lookalike, that is most of it.
  const alike = beginAlike(one, other)
  const rows = one.slice(alike, longestCompared)
  const columns = other.slice(alike, longestCompared)
  const cost = costs(rows, columns)
  const at = (row: number, column: number) => cost[row * (columns.length + 1) + column] ?? 0
  const found: { from: Part; to: Part }[] = []
  let row = 0
  let column = 0
  let left = one.slice(0, alike).join('').length
  let right = left
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

function beginAlike(one: string[], other: string[]): number {
  const most = Math.min(one.length, other.length, longestCompared)
  let count = 0
  while (count < most && one[count] === other[count]) count += 1
  return count
}

/** In line `i` at `j`: the fewest changes between what follows `i` in one and `j` in the other. A queue has many of these. */
function costs(one: string[], other: string[]): Uint16Array {
  const width = other.length + 1
  const table = new Uint16Array((one.length + 1) * width)
  for (let column = 0; column < width; column += 1) table[one.length * width + column] = other.length - column
  for (let row = one.length - 1; row >= 0; row -= 1) {
    const line = row * width
    const mine = one[row]
    let beside = one.length - row
    table[line + other.length] = beside
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const across = table[line + width + column + 1] ?? 0
      const below = table[line + width + column] ?? 0
      beside = mine === other[column] ? across : 1 + Math.min(across, below, beside)
      table[line + column] = beside
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
  const script = patterns().find(([, pattern]) => pattern.test(claimed))
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
