/** What became of a text that someone outside gave us, made fit to stand beside a badge. */
export interface GivenText {
  text: string
  /** True where characters were removed, replaced or revealed: the text is not exactly what was sent. */
  altered: boolean
  /** True where it was longer than the clamp. */
  clamped: boolean
}

/** Stands where a character was that looks like one of our own signs. */
export const standIn = '▫'

/**
 * Characters that could pass for our shield, tick, cross, warning, lock or status dot at the size of a name. Beyond the
 * obvious ones: square root, Aegean check mark, Tai Viet letter and the "not check mark" sign.
 */
const lookalikes =
  /[\u221A\u2713-\u2718\u2705\u2714\u2610-\u2612\u2611\u274C\u274E\u237B\u{10102}\uAA9C\u{1F5F4}-\u{1F5F9}\u{1F6E1}\u26E8\u26CA\u{1F530}\u26A0\u{1F6A8}\u26D4\u{1F6AB}\u2757\u2755\u203C\u2049\u{1F50F}-\u{1F513}\u{1F5DD}\u{1F7E0}-\u{1F7EB}\u{1F534}\u{1F535}\u26AA\u26AB\u2B1B\u2B1C\u{1F4DB}\u{1F3C5}\u{1F396}\u{1F197}\u{1F194}\u{1F6C2}]/gu

/** Bidirectional controls, zero-width and other ignorable characters, controls, unassigned and private ones, lone surrogates. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2800]/gu
const space = /[\t-\r\u0085\p{Z}]+/gu
/** In an exact value only plain single spaces between words go without saying. */
const tellingSpace = /^ +| +$| {2,}|[\t-\r\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/gu
/** Stacks of combining marks climb out of their line and over its neighbours. */
const markStack = /(\p{M}{4})\p{M}+/gu

const maximumGraphemes = 64
const mostRevealed = 300
const mostUnits = 4096
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

function codeName(character: string): string {
  return `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`
}

function calm(text: string): string {
  return text.replace(lookalikes, standIn).replace(markStack, '$1')
}

/**
 * A name or a value as a person may see it beside a badge: one line, no bidirectional controls, nothing invisible,
 * nothing that looks like our own signs, at most 64 graphemes. With `reveal`, invisible characters are not dropped but
 * shown by their code (`‹U+200B›`), and what is shown stands for at most 300 graphemes of the value, more than any proven
 * one has: for the place where the exact value matters.
 */
export function givenText(raw: string, options: { reveal?: boolean } = {}): GivenText {
  if (options.reveal) {
    const whole = beginning(raw, mostRevealed)
    const named = whole.text
      .replace(tellingSpace, (run) => [...run].map(codeName).join(''))
      .replace(invisible, codeName)
    const text = calm(named)
    return { text: whole.clamped ? `${text}…` : text, altered: text !== whole.text, clamped: whole.clamped }
  }

  const text = calm(raw.replace(space, ' ').replace(invisible, '')).replace(/ {2,}/g, ' ').replace(/^ | $/g, '')
  const altered = text !== raw
  const shown = beginning(text, maximumGraphemes)
  return shown.clamped
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
  const bounded = text.length > mostUnits ? text.slice(0, mostUnits).toWellFormed() : text
  let count = 0
  for (const { index } of graphemes.segment(bounded)) {
    if (count === mostGraphemes) return { text: bounded.slice(0, index), clamped: true }
    count += 1
  }
  return { text: bounded, clamped: bounded.length < text.length }
}

/** Embeddings, overrides and isolates reorder text around them; a message may keep its marks, which only help. */
const reordering = /[\u202A-\u202E\u2066-\u2069]/g
// oxlint-disable-next-line no-control-regex -- these are what is being removed
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g

/** The text of a visitor's message for its own bubble: line breaks stay, reordering and control characters go. */
export function givenMessage(raw: string): string {
  return raw.replace(/\r\n?/g, '\n').replace(reordering, '').replace(controls, '')
}
