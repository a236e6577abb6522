/** Letters and what joins them in a sentence: hyphens, apostrophes, spaces, the signs of an address. */
const words = /^[\p{L}\p{M}\s\-‐–—'’.,:;&/@()]*$/u
const letterOrDigitFirst = /^[\p{L}\p{M}\p{N}]/u
const letterOrDigitLast = /[\p{L}\p{M}\p{N}]$/u
const lowerThenUpper = /\p{Ll}\p{Lu}/gu

/**
 * Whether a text could stand in an ordinary sentence: a number, or letters alone, however they are joined and whatever
 * signs stand around them. One capital inside is a name ("WhatsApp"); two are none.
 */
export function isOrdinary(text: string): boolean {
  const core = text.replaceAll(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '')
  if (!/\p{L}/u.test(core)) return true
  return words.test(core) && (core.match(lowerThenUpper)?.length ?? 0) < 2
}

/** Whether no letter or digit stands right before or right after this part of a text. Places are in UTF-16 units. */
export function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !letterOrDigitLast.test(text.slice(Math.max(0, start - 2), start)) &&
    !letterOrDigitFirst.test(text.slice(end, end + 2))
  )
}
