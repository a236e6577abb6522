import { isBadgeSign, standIn } from '#shared/text/badge-signs.ts'
import { codePointName, cutMarks, replaceHostile } from '#shared/text/hostile-characters.ts'

export { standIn }

/** What became of a text that someone outside gave us, made fit to stand beside a badge. */
export interface GivenText {
  text: string
  /** True where characters were removed, replaced or revealed: the text is not exactly what was sent. */
  altered: boolean
  /** True where it was longer than the clamp. */
  clamped: boolean
}

const space = /[\t-\r\u0085\u2800\p{Z}]+/gu
/** In an exact value only plain single spaces between words go without saying. */
const tellingSpace = /^ +| +$| {2,}|[\t-\r\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/gu
/** A circle or a key drawn around a letter, and what followed a sign that is gone. */
const enclosing = new RegExp(`\\p{Me}+|(?<=${standIn})[\\uFE0E\\uFE0F\\p{M}]+`, 'gu')

/** Marks at the head of a text or a word, with no letter to stand on: they would be drawn over what stands before them. */
const baseless = /(?<=^|\s)\p{M}+/gu
/** What Unicode gives such marks to stand on (The Unicode Standard, §7.9). */
const dottedCircle = '\u25CC'

const plainWords = /^[!-~]+(?: [!-~]+)*$/
const maximumGraphemes = 64
const mostRevealed = 300
const mostUnits = 4096
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** A code point where it is named in text; `codesIn` finds it again, to draw it. */
const code = (character: string) => `‹${codePointName(character)}›`
const sign = (symbol: string) => (isBadgeSign(symbol) ? standIn : symbol)

function calm(text: string, hostile: (character: string) => string): string {
  const plain = replaceHostile(text, { hostile, symbol: sign }).replace(enclosing, '')
  // A fourth would reach above the line that a name stands in.
  return cutMarks(
    plain.replace(baseless, (marks) => `${dottedCircle}${marks}`),
    () => '',
    3,
  )
}

/**
 * A name or a value as a person may see it beside a badge: one line, no bidirectional controls, nothing invisible,
 * nothing that looks like our own signs, at most 64 graphemes. With `reveal`, invisible characters are not dropped but
 * shown by their code (`‹U+200B›`), and what is shown stands for at most 300 graphemes of the value, more than any proven
 * one has: for the place where the exact value matters. With `whole` there is no such end.
 */
export function givenText(raw: string, options: { reveal?: boolean; whole?: boolean } = {}): GivenText {
  // Most texts are a short line of ASCII words, in which there is nothing to look for.
  if (raw.length <= maximumGraphemes && plainWords.test(raw)) return { text: raw, altered: false, clamped: false }
  if (options.reveal || options.whole) {
    const shown = options.whole ? { text: raw, clamped: false } : beginning(raw, mostRevealed)
    const spaced = shown.text.replace(tellingSpace, (run) => [...run].map(code).join(''))
    const text = calm(spaced, code)
    return { text: shown.clamped ? `${text}…` : text, altered: text !== shown.text, clamped: shown.clamped }
  }

  const start = raw.length > mostUnits ? raw.slice(0, mostUnits) : raw
  const text = calm(start.replace(space, ' '), () => '')
    .replace(/ {2,}/g, ' ')
    .replace(/^ | $/g, '')
  const altered = text !== start
  const shown = beginning(text, maximumGraphemes)
  return shown.clamped || start.length < raw.length
    ? { text: `${shown.text.trimEnd()}…`, altered, clamped: true }
    : { text, altered, clamped: false }
}

/** What a person sees when the pointer rests on a clamped text: revealed, and short enough for a tooltip. */
export function givenTitle(raw: string): string {
  const shown = beginning(givenText(raw, { reveal: true }).text, mostRevealed)
  return shown.clamped ? `${shown.text}…` : shown.text
}

/** At most so many graphemes, none of which is cut. One grapheme alone can be as long as its sender likes: units are bounded too. */
function beginning(text: string, mostGraphemes: number): { text: string; clamped: boolean } {
  const bounded = text.length > mostUnits ? text.slice(0, mostUnits) : text
  let count = 0
  for (const { index } of graphemes.segment(bounded)) {
    if (count === mostGraphemes) return { text: bounded.slice(0, index), clamped: true }
    count += 1
  }
  return { text: bounded, clamped: bounded.length < text.length }
}
