import type { ReadHandle, WriteHandle } from '../storage/port.ts'
import type { Stamp } from '../storage/protocol.ts'
import type { Finding } from './check-chain.ts'
import { checkChain } from './check-chain.ts'
import type { JournalEntry } from './entries.ts'
import { journalEntries } from './entries.ts'
import { checkHeadOfEntries } from './head.ts'

/** First line of an export, exactly. */
const headerLine = '{"format":"bonafide-journal","version":1}'

/**
 * The journal as JSON lines: a header, one line per entry, and a last line with their number and the head. Every line
 * has exactly one spelling, so that a changed byte anywhere is found. Each piece ends with a line feed.
 */
export function* exportJournal(handle: ReadHandle | WriteHandle): Generator<string> {
  yield `${headerLine}\n`
  let entries = 0
  let head = ''
  for (const entry of journalEntries(handle)) {
    entries += 1
    head = hex(entry.hash)
    yield `${entryLine(entry)}\n`
  }
  yield `${footerLine(entries, head)}\n`
}

function entryLine(entry: JournalEntry): string {
  return JSON.stringify({
    seq: entry.seq,
    at: entry.at,
    type: entry.type,
    actor: entry.actor,
    digest: hex(entry.contentDigest),
    previous: hex(entry.previousHash),
    hash: hex(entry.hash),
    salt: entry.salt === null ? null : hex(entry.salt),
    content: entry.json,
  })
}

function footerLine(entries: number, head: string): string {
  return JSON.stringify({ entries, head })
}

/**
 * Whether a file begins as an export does; changed bytes, other spaces or a first line that is gone do not make it
 * something else, and JSON of another kind is none.
 * @param bytes the first 256 of the file, or more
 */
export function looksLikeExport(bytes: Uint8Array): boolean {
  const alike = Array.from(bytes.subarray(0, 16)).filter((byte, index) => byte === headerLine.charCodeAt(index))
  if (alike.length >= 8) return true
  const text = Buffer.from(bytes.subarray(0, 256)).toString('latin1')
  return (
    text.includes('bonafide-journal') || ['"seq"', '"at"', '"type"', '"actor"'].every((name) => text.includes(name))
  )
}

/**
 * Checks an export, byte by byte.
 * @param bytes the whole file
 * @param stamp the head that was kept apart: without it, an older export cannot be told from a newer one
 */
export function checkExport(bytes: Uint8Array, stamp: Stamp | null = null): { findings: Finding[]; entries: number } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { findings: [{ seq: null, sentence: 'The export holds bytes that are no UTF-8 text.' }], entries: 0 }
  }
  const findings: Finding[] = []
  const lines = text.split('\n')
  if (lines.pop() !== '')
    findings.push({ seq: null, sentence: 'The export does not end with a line feed: it was cut.' })
  if (lines.shift() !== headerLine) findings.push({ seq: null, sentence: 'The first line of the export was changed.' })
  const last = lines.pop()
  const entries: JournalEntry[] = []
  for (const [index, line] of lines.entries()) {
    const entry = parseEntry(line)
    if (entry) entries.push(entry)
    else findings.push({ seq: index + 1, sentence: `Entry ${index + 1}: its line is not as an export writes it.` })
  }
  const chain = checkChain(entries)
  findings.push(...chain.findings)
  if (last !== footerLine(chain.entries, chain.head?.hash ?? '')) {
    findings.push({
      seq: null,
      sentence: 'The last line does not fit the entries: some are missing, or it was changed.',
    })
  }
  const head = stamp && checkHeadOfEntries(entries, stamp)
  if (head) findings.push({ seq: null, sentence: head })
  return { findings, entries: chain.entries }
}

/** Null unless the line is exactly what would be written for what it says. */
function parseEntry(line: string): JournalEntry | null {
  try {
    const value = JSON.parse(line) as Record<string, unknown>
    const { seq, at, type, actor, digest, previous, hash, salt, content } = value
    if (typeof seq !== 'number' || typeof at !== 'number') return null
    if (typeof type !== 'string' || typeof actor !== 'string') return null
    if (content !== null && typeof content !== 'string') return null
    const entry: JournalEntry = {
      seq,
      at,
      type,
      actor,
      contentDigest: bytesOf(digest),
      previousHash: bytesOf(previous),
      hash: bytesOf(hash),
      salt: salt === null ? null : bytesOf(salt),
      json: content,
    }
    return entryLine(entry) === line ? entry : null
  } catch {
    return null
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function bytesOf(text: unknown): Uint8Array {
  return Buffer.from(String(text), 'hex')
}
