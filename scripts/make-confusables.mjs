import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

/**
 * Writes `shared/text/confusables-data.ts` from Unicode's own `confusables.txt`, as published for UTS #39.
 * `node scripts/make-confusables.mjs FILE`, then `npm run format` and the tests of shared/text.
 */
const file = process.argv[2]
if (file === undefined) fail('Name the file: node scripts/make-confusables.mjs confusables.txt')
const text = readFileSync(file, 'utf8')
const version = /^# Version: (\d+\.\d+\.\d+)$/m.exec(text)?.[1] ?? fail('It does not say which version it is.')
const total = Number(/^# total: (\d+)$/m.exec(text)?.[1] ?? fail('It has no end: the line with its total is missing.'))

/** @type {Map<string, number[]>} */
const rows = new Map()
let read = 0
let kept = 0
for (const line of text.split('\n')) {
  const found = /^([0-9A-F]{4,6}) ;\t([0-9A-F ]+) ;\tMA\t/.exec(line)
  if (found === null) continue
  read += 1
  const [character = 0] = codesOf(found[1] ?? '')
  const written = String.fromCodePoint(character)
  // What NFD takes apart is never looked up: its parts are.
  if (written.normalize('NFD') !== written) continue
  const prototype = codesOf(found[2] ?? '')
    .map((code) => code.toString(36))
    .join('+')
  rows.set(prototype, [...(rows.get(prototype) ?? []), character])
  kept += 1
}
if (read !== total) fail(`It says that it has ${total} rows, and ${read} could be read.`)

const lines = ['']
for (const [prototype, characters] of [...rows].toSorted((one, other) => least(one[1]) - least(other[1]))) {
  let last = 0
  const distances = characters
    .toSorted((one, other) => one - other)
    .map((code) => {
      const distance = (code - last).toString(36)
      last = code
      return distance
    })
  add(`${prototype}:`, false)
  distances.forEach((distance, index) => add(index < distances.length - 1 ? `${distance}.` : distance, true))
}
const digest = createHash('sha256').update(text).digest('hex')
writeFileSync(
  join(root, 'shared/text/confusables-data.ts'),
  `/**
 * Unicode's table of confusable characters (\`confusables.txt\`, UTS #39, Unicode ${version}; SHA-256 of the file
 * ${digest}), written by \`scripts/make-confusables.mjs\`.
 * Licence: \`confusables-data.LICENSE\` beside this file.
 *
 * Rows are separated by white space. A row is a prototype and the characters that look like it, \`prototype:characters\`,
 * in base 36: the prototype as code points joined by \`+\`, the characters in ascending order, each as its distance from
 * the one before, joined by \`.\`; a row that ends a line in \`.\` goes on in the next. Characters that NFD takes apart are not
 * listed: what they are made of is.
 */
export const confusablesData = \`
${lines.join('\n')}
\`
`,
)
console.log(`Unicode ${version}: ${kept} of ${read} characters, ${rows.size} prototypes`)

/**
 * Puts a piece behind the last line, or on a new one where it has no room. A row may be broken behind a point only.
 *
 * @param {string} piece
 * @param {boolean} joined whether it belongs to the piece before it
 */
function add(piece, joined) {
  const line = lines.at(-1) ?? ''
  const longest = 120
  const between = joined || line === '' ? '' : ' '
  const mayBreak = !joined || line.endsWith('.')
  if (line.length + between.length + piece.length <= longest || !mayBreak)
    lines[lines.length - 1] = line + between + piece
  else lines.push(piece)
}

/** @param {number[]} codes */
function least(codes) {
  return Math.min(...codes)
}

/** @param {string} hex */
function codesOf(hex) {
  return hex
    .trim()
    .split(' ')
    .map((one) => Number.parseInt(one, 16))
}

/**
 * @param {string} why
 * @returns {never}
 */
function fail(why) {
  console.error(why)
  process.exit(2)
}
