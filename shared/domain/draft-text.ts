/** The longest reply or note (UTF-16 units). */
export const longestText = 10_000
/** As many texts as one window has on their way at a time in one place. */
export const mostOnTheWay = 3
/** Templates that one text may name. One that is not named is looked for by its wording alone, so none is ever left out. */
export const mostTemplates = 50
/** The longest draft: all that is on its way and what was typed since, should it have to come back. */
export const longestDraft = (mostOnTheWay + 1) * (longestText + 1)

const endsInWord = /[\p{L}\p{M}\p{N}]$/u
const beginsInWord = /^[\p{L}\p{M}\p{N}]/u

/** Texts as one, each on lines of its own; an empty one leaves no line. */
export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n')
}

/**
 * What is left of a text once `sent`, with which it begins, went out: what was typed on behind it, without the line break
 * that joined them. Null where it does not begin with that, or only with the beginning of a word: "Hi" is no part of
 * "Hidden".
 */
export function restBehind(text: string, sent: string): string | null {
  if (sent === '' || !text.startsWith(sent)) return null
  const rest = text.slice(sent.length)
  if (endsInWord.test(sent) && beginsInWord.test(rest)) return null
  return rest.startsWith('\n') ? rest.slice(1) : rest
}
