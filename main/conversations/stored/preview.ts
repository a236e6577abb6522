const previewLength = 300

/** The beginning of a text for a list, cut at a whole character so that it never shows half of an emoji. */
export function preview(text: string): string {
  if (text.length <= previewLength) return text
  const cut = text.slice(0, previewLength)
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}
