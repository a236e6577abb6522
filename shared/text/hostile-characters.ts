import { lazily } from '../lazily.ts'

/**
 * What must not stand in shown text as it is: it reorders, hides, or is no character at all. Bidirectional and other
 * format controls, default-ignorable ones (zero-width, fillers, tags, variation selectors), controls, private and
 * unassigned code points, lone surrogates, and the empty Braille pattern, which is a blank that no property names.
 */
const hostileClass =
  '\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\u2800\\uFFF9-\\uFFFC'

/** Scripts in which joiners change the shape of letters, and are part of honest spelling. */
const joining =
  '\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Mong}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}\\p{sc=Orya}' +
  '\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}\\p{sc=Khmr}'

/**
 * What is found in a text, in order of what it may be: an emoji that Unicode recommends (its joiners, selectors and tags
 * are its own), a joiner between two letters that join, the selector of a symbol or of an ideograph, one hostile
 * character, a symbol.
 */
const pieces = lazily(
  () =>
    new RegExp(
      [
        '(?<emoji>(?=\\p{Emoji})\\p{RGI_Emoji})',
        `(?<own>(?<=[${joining}]\\p{M}{0,4})[\\u200C\\u200D](?=[${joining}])` +
          '|(?<=\\p{Extended_Pictographic})[\\uFE0E\\uFE0F]|(?<=\\p{Ideographic})[\\u{E0100}-\\u{E01EF}])',
        `(?<hostile>[${hostileClass}])`,
        '(?<symbol>[\\p{S}\\p{Po}\\uAA9C])',
      ].join('|'),
      'gv',
    ),
)

/** The name of a code point as people write it: `U+202E`. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What stands for each character that must not stand in shown text, and for symbols and emoji. */
export interface Replacing {
  hostile: (character: string) => string
  /** Symbols, punctuation of no script and recommended emoji; kept as they are without this. */
  symbol?: (symbol: string) => string
}

/** Replaces each hostile character of a text, and leaves joiners and selectors where they are part of honest writing. */
export function replaceHostile(text: string, replacing: Replacing): string {
  return text.replace(pieces(), (found: string, ...rest: unknown[]) => {
    const { own, hostile } = rest.at(-1) as Record<'own' | 'hostile', string | undefined>
    if (own !== undefined) return found
    return hostile === undefined ? (replacing.symbol?.(found) ?? found) : replacing.hostile(hostile)
  })
}

/** Stacks of combining marks climb out of their line and over its neighbours: four on one letter are enough, or `most`. */
export function cutMarks(text: string, instead: (count: number) => string = () => '', most: 3 | 4 = 4): string {
  return text.replace(tooMany[most], (stack) => instead(Array.from(stack).length))
}

const tooMany = { 3: /(?<=\p{M}{3})\p{M}+/gu, 4: /(?<=\p{M}{4})\p{M}+/gu }
