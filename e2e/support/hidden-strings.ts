/** Characters that reorder, hide, or take room without being seen. */
const unseen = [
  '\u202A',
  '\u202B',
  '\u202D',
  '\u202E',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u200E',
  '\u200F',
  '\u061C',
  '\u200B',
  '\u200C',
  '\u200D',
  '\u2060',
  '\uFEFF',
  '\u00AD',
  '\u034F',
  '\u180E',
  '\u2800',
  '\u{E0041}',
]
/** At the head of a value it turns all of it, inside a word it hides there, at the end it reaches for what follows. */
const places: readonly ((character: string) => string)[] = [
  (character) => `${character}anna@shop.example`,
  (character) => `an${character}na@shop.example`,
  (character) => `anna@shop.example${character}${character}`,
]

/** The address that all of them are lookalikes of. */
export const plainAddress = 'anna@shop.example'

/** Sixty addresses with a bidirectional or invisible character in them. Own work. */
export const hiddenStrings: readonly string[] = unseen.flatMap((character) => places.map((place) => place(character)))
