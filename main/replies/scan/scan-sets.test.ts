import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scanKinds } from '#shared/domain/reply.ts'
import { measured } from '../../testing/endurance.ts'
import { type ScanAllowance, scanText } from './scan-text.ts'

/**
 * Sets of replies, in the order in which they were written. A held-out one was measured once before the rules had seen
 * it; then its misses were mended, so that what is measured here is that it stays so.
 */
const sets: readonly { folder: string; firstWritten: string | null }[] = [
  { folder: 'set-1-tuned', firstWritten: null },
  { folder: 'set-2-held-out', firstWritten: '77 of 93 found, 1 of 228 cried over; by the rules before these' },
  { folder: 'set-3-tuned', firstWritten: '283 of 356 found, 28 of 1 000 cried over; by the rules before these' },
  { folder: 'set-4-held-out', firstWritten: '232 of 254 found, 230 by kind, 12 of 990 cried over' },
  { folder: 'set-5-held-out', firstWritten: '157 of 177 found, 155 by kind, 4 of 601 cried over' },
  { folder: 'set-6-held-out', firstWritten: '155 of 167 found and by kind, 12 of 528 cried over' },
  { folder: 'set-7-held-out', firstWritten: '134 of 138 found, 132 by kind, 2 of 562 cried over' },
  { folder: 'set-8-held-out', firstWritten: '139 of 144 found and by kind, 5 of 517 cried over' },
]

const allowance: ScanAllowance = {
  proven: [],
  publicTexts: ['Call us on +49 30 5557700 or write to hello@our-desk.example.', 'In Britain it is +44 20 7946 0000.'],
  sites: ['shop.example', 'harbourcycles.example'],
}

const data = new URL('data/', import.meta.url)
const linesOf = (name: string) =>
  readFileSync(new URL(name, data), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))

interface Planted {
  kind: string
  text: string
  secrets: { text: string; start: number; end: number }[]
}

function plantedOf(line: string): Planted {
  const [kind = '', marked = ''] = line.replaceAll('¦', '').split('\t')
  const secrets = [...marked.matchAll(/⟦([^⟧]*)⟧/g)].map(({ 1: text = '', index }, before) => {
    const start = index - before * 2
    return { text, start, end: start + text.length }
  })
  return { kind, text: marked.replaceAll(/[⟦⟧]/g, ''), secrets }
}

/** By kind: something of that kind is found where a secret stands. */
function isFoundByKind({ kind, text, secrets }: Planted): boolean {
  return scanText(text, allowance).some(
    (find) => find.kind === kind && secrets.some(({ start, end }) => find.start < end && start < find.end),
  )
}

describe.each(sets)('$folder', ({ folder, firstWritten }) => {
  const planted = linesOf(`${folder}/planted.txt`).map(plantedOf)
  const clean = readdirSync(new URL(folder, data))
    .filter((name) => name.startsWith('clean'))
    .flatMap((name) => linesOf(`${folder}/${name}`))

  it('is of every kind, and no sentence stands in it twice', () => {
    expect(new Set(planted.map(({ kind }) => kind))).toEqual(new Set(scanKinds))
    expect(planted.every(({ secrets }) => secrets.length > 0)).toBe(true)
    expect(new Set(planted.map(({ text }) => text)).size).toBe(planted.length)
    expect(new Set(clean).size).toBe(clean.length)
  })

  it('has its secrets found by their kind, and little cried over', () => {
    const missed = planted.filter(({ text }) => scanText(text, allowance).length === 0)
    const mistaken = planted.filter((each) => !isFoundByKind(each))
    const alarms = clean.filter((text) => scanText(text, allowance).length > 0)
    measured(
      `Scan of typed text, ${folder}`,
      `${planted.length - missed.length} of ${planted.length} planted secrets found, ${planted.length - mistaken.length} by ` +
        `kind; ${alarms.length} false alarms in ${clean.length} clean sentences` +
        (firstWritten === null ? '' : ` (as first written: ${firstWritten})`),
    )
    expect(mistaken.length / planted.length, mistaken.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.02)
    expect(alarms.length / clean.length, alarms.join('\n')).toBeLessThanOrEqual(0.01)
  })

  it('is safe without what the finds say', () => {
    const left = planted.flatMap(({ text, secrets }) => {
      const finds = scanText(text, allowance)
      const without = finds.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
      return finds.length === 0 ? [] : secrets.filter((secret) => without.includes(secret.text)).map(() => text)
    })
    expect(left.length / planted.length, left.join('\n')).toBeLessThanOrEqual(0.02)
  })
})

it('200 secrets among 2 000 clean sentences are the least that is measured', () => {
  const clean = readdirSync(new URL('set-1-tuned', data)).filter((name) => name.startsWith('clean'))
  expect(linesOf('set-1-tuned/planted.txt')).toHaveLength(200)
  expect(clean.flatMap((name) => linesOf(`set-1-tuned/${name}`)).length).toBeGreaterThanOrEqual(2_000)
})
