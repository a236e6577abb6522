import { signalsOf } from './lexicon.ts'

/** A plain text with its words. Every rule that looks around a value does so here. */
export interface ReadText {
  plain: string
  words: readonly Word[]
  /** Where sentences end, ascending. */
  breaks: readonly number[]
}

export interface Word {
  text: string
  start: number
  end: number
  /** Bits of `signal`; 0 says nothing. */
  says: number
}

const abbreviations =
  /^(?:no|nr|nos|num|n|tel|mob|art|ref|mr|mrs|ms|dr|st|str|ca|approx|bzw|z|b|e|g|i|d|h|evtl|inkl|ext|c|pol|vs)$/

/** Reads a text once: every word, what it says, and where sentences end. Linear in the length of the text. */
export function readText(plain: string): ReadText {
  const words: Word[] = []
  const memory = new Map<string, number>()
  for (const match of plain.matchAll(/(?:2)?\p{L}[\p{L}\p{M}]{0,39}(?:[0-9]{1,3}(?![\p{L}\p{N}]))?/gu)) {
    const text = match[0].toLowerCase()
    let says = memory.get(text)
    if (says === undefined) {
      says = signalsOf(text)
      memory.set(text, says)
    }
    words.push({ text, start: match.index, end: match.index + match[0].length, says })
  }
  return { plain, words, breaks: sentenceEnds(plain) }
}

function sentenceEnds(plain: string): number[] {
  const ends: number[] = []
  for (const match of plain.matchAll(/[.!?…。！？]["')\]”»]{0,2}(?=\s)|\n/g)) {
    if (match[0] === '\n') {
      if (!/[:=：][ \t]{0,3}$/.test(plain.slice(Math.max(0, match.index - 4), match.index))) ends.push(match.index)
      continue
    }
    if (match[0] === '.') {
      const before = /(?<![\p{L}])(\p{L}{1,6})$/u.exec(plain.slice(Math.max(0, match.index - 7), match.index))?.[1]
      if (before !== undefined && abbreviations.test(before.toLowerCase())) continue
    }
    ends.push(match.index + 1)
  }
  return ends
}

/** The place in an ascending list of the first number that is at least `at`. */
function firstFrom(count: number, valueAt: (index: number) => number, at: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (valueAt(middle) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The words before `start` in its sentence, the nearest first, `most` at the most. */
export function wordsBefore({ words, breaks }: ReadText, start: number, most: number): Word[] {
  const from = breaks[firstFrom(breaks.length, (index) => breaks[index] as number, start + 1) - 1] ?? -1
  const found: Word[] = []
  let index = firstFrom(words.length, (each) => (words[each] as Word).end, start + 1) - 1
  for (; index >= 0 && found.length < most; index -= 1) {
    const word = words[index] as Word
    if (word.start < from) break
    found.push(word)
  }
  return found
}

/** The words behind `end` in its sentence, the nearest first, `most` at the most. */
export function wordsAfter({ words, breaks }: ReadText, end: number, most: number): Word[] {
  const until = breaks[firstFrom(breaks.length, (index) => breaks[index] as number, end)] ?? Number.POSITIVE_INFINITY
  const found: Word[] = []
  let index = firstFrom(words.length, (each) => (words[each] as Word).start, end)
  for (; index < words.length && found.length < most; index += 1) {
    const word = words[index] as Word
    if (word.end > until) break
    found.push(word)
  }
  return found
}

/** Words beginning between two places, in the order of the text. */
export function wordsBetween({ words }: ReadText, start: number, end: number): Word[] {
  const first = firstFrom(words.length, (index) => (words[index] as Word).start, start)
  const last = firstFrom(words.length, (index) => (words[index] as Word).start, end)
  return words.slice(first, last)
}

/** Where the sentence that `at` stands in ends. */
export function sentenceEnd({ plain, breaks }: ReadText, at: number): number {
  return breaks[firstFrom(breaks.length, (index) => breaks[index] as number, at)] ?? plain.length
}

export const saysAny = (word: Word, bits: number): boolean => (word.says & bits) !== 0
