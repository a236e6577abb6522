/**
 * Rows as an aligned table of plain text. Marks that would turn the line around are left out of it.
 * @param widths the most columns a cell may take; longer text is cut and ends in `…`
 */
export function renderTable(headings: readonly string[], rows: readonly string[][], widths: readonly number[]): string {
  const all = [headings, ...rows].map((cells) => cells.map((cell, column) => fit(cell, widths[column] ?? 40)))
  const columns = headings.map((_, column) => Math.max(...all.map((cells) => width(cells[column] ?? ''))))
  const lines = all.map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((columns[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  )
  lines.splice(1, 0, columns.map((size) => '─'.repeat(size)).join('  '))
  return lines.join('\n')
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const segments = (text: string) => Array.from(characters.segment(text), ({ segment }) => segment)
const isWide = (segment: string) =>
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/u.test(segment)
const width = (text: string) => segments(text).reduce((sum, segment) => sum + (isWide(segment) ? 2 : 1), 0)

function fit(text: string, most: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]/gu, '')
  if (width(plain) <= most) return plain
  const kept: string[] = []
  for (const segment of segments(plain)) {
    if (width(kept.join('') + segment) > most - 1) break
    kept.push(segment)
  }
  return `${kept.join('')}…`
}
