/** Letters and digits both, and no version number. */
export function isMixed(text: string): boolean {
  return /[0-9]/.test(text) && /[A-Za-z]/.test(text) && !/^v?\d+(?:\.\d+)+/.test(text)
}

export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

/**
 * Letters and digits that follow each other as in no word, name or number of a parcel.
 *
 * @param isShort a shorter text has to show more: changes between letters and digits, or capitals inside
 */
export function isRandom(text: string, isShort: boolean): boolean {
  const bare = text.replaceAll(/[^A-Za-z0-9]/g, '')
  if (!/[0-9]/.test(bare) || !/[A-Za-z]/.test(bare)) return false
  if (text.split(/[-_/.+=]/).every((part) => /^(?:[A-Za-z]*|[0-9]*|[A-Za-z]{3,}[0-9]{1,4})$/.test(part))) return false
  let changes = 0
  for (let index = 1; index < bare.length; index += 1) {
    const one = classOf(bare.charCodeAt(index - 1))
    const other = classOf(bare.charCodeAt(index))
    // A capital at the beginning of a word is no change of its own.
    if (one !== other && !(one === capital && other === small)) changes += 1
  }
  return changes / bare.length >= (isShort ? 0.24 : 0.2)
}

const capital = 1
const small = 2

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return 0
  return code >= 65 && code <= 90 ? capital : small
}
