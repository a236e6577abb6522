/** What a spreadsheet would take for a formula (OWASP, CSV Injection): such a cell gets an apostrophe before it. */
const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
const escapedFormula = /^'(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20'])/

/** Rows as CSV (RFC 4180: CRLF, quotation marks doubled) in which no cell is a formula. `readCsv` gives the same rows back. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('')
}

function writeCell(text: string): string {
  const harmless = formulaStart.test(text) || escapedFormula.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/**
 * Reads CSV (RFC 4180; a lone LF ends a line too, empty lines are left out), and takes the apostrophe off a cell that
 * was written as no formula.
 *
 * @returns null where a quotation mark is not closed
 */
export function readCsv(text: string): string[][] | null {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  const endRow = () => {
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  while (at <= text.length) {
    let cell = ''
    if (text[at] === '"') {
      at += 1
      for (;;) {
        const end = text.indexOf('"', at)
        if (end === -1) return null
        cell += text.slice(at, end)
        at = end + 1
        if (text[at] !== '"') break
        cell += '"'
        at += 1
      }
    }
    const rest = /[,\r\n]/g
    rest.lastIndex = at
    const stop = rest.exec(text)?.index ?? text.length
    cell += text.slice(at, stop)
    row.push(cell.replace(escapedFormula, ''))
    if (text[stop] === ',') {
      at = stop + 1
      continue
    }
    endRow()
    at = stop + (text.startsWith('\r\n', stop) ? 2 : 1)
  }
  return rows
}
