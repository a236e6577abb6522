import { lazily } from '../lazily.ts'
import { confusablesData } from './confusables-data.ts'

/** What each confusable character is read as: one prototype of one or more characters. */
export const prototypes: () => ReadonlyMap<string, string> = lazily(() => readTable(confusablesData))

function readTable(data: string): Map<string, string> {
  const table = new Map<string, string>()
  for (const row of data.replaceAll('.\n', '.').split(/\s+/)) {
    if (row === '') continue
    const [prototype = '', characters = ''] = row.split(':')
    const looksLike = String.fromCodePoint(...prototype.split('+').map(inBase36))
    let code = 0
    for (const distance of characters.split('.')) {
      code += inBase36(distance)
      table.set(String.fromCodePoint(code), looksLike)
    }
  }
  return table
}

function inBase36(digits: string): number {
  return Number.parseInt(digits, 36)
}
