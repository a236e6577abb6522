import { chainStart, digestContent, hashRow } from './chain.ts'
import type { JournalEntry } from './entries.ts'
import { redactionsOf } from './redactions.ts'

/** Something that is not as it was written. `seq` is the entry it was noticed at, where there is one. */
export interface Finding {
  seq: number | null
  sentence: string
}

export interface ChainReport {
  findings: Finding[]
  entries: number
  /** Entries whose content is gone. */
  erased: number
  head: { seq: number; hash: string } | null
}

/** Findings beyond these are counted and not described: after a break nearly everything is one. */
export const findingsMost = 200

/** Follows the chain from its beginning. Each entry must carry the next number, fit its hash and the one before. */
export function checkChain(entries: Iterable<JournalEntry>): ChainReport {
  const findings: Finding[] = []
  const find = (seq: number, sentence: string) => {
    if (findings.length < findingsMost) findings.push({ seq, sentence: `Entry ${seq}: ${sentence}` })
  }
  let expected = 1
  let previous: Uint8Array = chainStart
  let head: ChainReport['head'] = null
  let count = 0
  let erased = 0
  const missing: number[] = []
  const erasures: { seq: number; json: string | null }[] = []
  for (const entry of entries) {
    count += 1
    const { seq } = entry
    if (seq !== expected) {
      find(seq, `the number ${expected} was due here: entries were removed, added or renumbered.`)
    }
    if (!same(entry.previousHash, previous)) find(seq, 'it does not follow the entry before it.')
    if (!same(rowHash(entry), entry.hash)) {
      find(seq, 'its time, type, actor, digest or hash was changed after it was written.')
    }
    if (entry.json === null || entry.salt === null) {
      erased += 1
      missing.push(seq)
    } else if (!same(contentDigest(entry.salt, entry.json), entry.contentDigest)) {
      find(seq, 'its content was changed after it was written.')
    }
    if (entry.type === 'content.erased') erasures.push({ seq, json: entry.json })
    expected = seq + 1
    previous = entry.hash
    head = { seq, hash: Buffer.from(entry.hash).toString('hex') }
  }
  // An erasure stands behind what it erased, and its own content is part of the chain.
  const told = toldErasures(erasures)
  for (const seq of missing) if (!told.has(seq)) find(seq, 'its content is missing, and no erasure tells of it.')
  return { findings, entries: count, erased, head }
}

function toldErasures(erasures: { seq: number; json: string | null }[]): Set<number> {
  try {
    return new Set(redactionsOf(erasures).keys())
  } catch {
    // Its content was changed, which is a finding of its own.
    return new Set()
  }
}

function rowHash(entry: JournalEntry): Uint8Array | null {
  try {
    return hashRow(entry)
  } catch {
    // A value of another type than was ever written.
    return null
  }
}

function contentDigest(salt: Uint8Array, json: string): Uint8Array | null {
  try {
    return digestContent(salt, json)
  } catch {
    return null
  }
}

function same(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(one, other) === 0
}
