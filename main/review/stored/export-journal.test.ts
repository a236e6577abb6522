import { expect, test } from 'vitest'
import { append } from '../../journal/append.ts'
import { readCsv, writeCsv } from '../../replies/csv.ts'
import { migrations } from '../../storage/migrations/all.ts'
import { openInMemory } from '../../storage/open.ts'
import { journalAsCsv } from './export-journal.ts'

const handle = openInMemory(migrations)

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '=HYPERLINK("https://evil.example","x")',
  "=cmd|' /C calc'!A0",
  "'=1",
  '""=1',
  'a,b',
  'a\r\n=1',
  'plain',
  ' =1',
  '\u00a0=1',
  '－1',
  '＝1',
  '%0A-3',
  ';=1',
  'x;=1+1;y',
  '"',
])('no cell of the CSV begins a formula: %j', (note) => {
  const content = { blockId: 'blck_one', operatorId: 'oper_one', note } as const
  append(handle, { type: 'identity.unblocked', actor: 'operator:oper_one', at: 1, content })
  const lines = [...journalAsCsv(handle)]
  const last = lines.at(-1) ?? ''
  expect(last).toMatch(/\r\n$/)
  for (const cell of last.slice(0, -2).split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/)
  }
  // Where the semicolon ends a cell, quotation marks inside of one mean nothing.
  for (const cell of last.slice(0, -2).split(';')) expect(cell.replace(/^["\s]+/, '')).not.toMatch(/^[=+\-@\uFF1D]/)
  const json = readCsv(last)?.[0]?.at(-1)
  expect(JSON.parse(json ?? '')).toEqual(content)
})

test.each(['\n=1', '\uFF1D1', '\uFF0B1', '\uFF0D1', '\uFF201'])(
  'a cell that begins with %j is no formula, and comes back',
  (cell) => {
    const line = writeCsv([[cell, 'x']])
    expect(line).toMatch(/^"?'/)
    expect(readCsv(line)).toEqual([[cell, 'x']])
  },
)
