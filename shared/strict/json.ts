/**
 * A strict reader of JSON text (RFC 8259) for input that decides about trust. It refuses what lenient readers
 * let pass and different readers read differently: an object member named twice (compared after unescaping),
 * half of a surrogate pair, numbers that overflow to infinity, a byte order mark, deep nesting.
 */

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

/** Has no prototype: `__proto__`, `constructor` and the like are ordinary members, and absent ones are undefined. */
export interface JsonObject {
  [name: string]: JsonValue
}

export const strictJsonProblems = [
  'too-large',
  'too-deep',
  'malformed',
  'duplicate-member',
  'lone-surrogate',
  'number-out-of-range',
] as const
export type StrictJsonProblem = (typeof strictJsonProblems)[number]

export type StrictJsonResult =
  | { ok: true; value: JsonValue }
  | { ok: false; code: StrictJsonProblem /** Offset in UTF-16 units. */; position: number }

export interface StrictJsonOptions {
  /** Longest text that is looked at, in UTF-16 units. */
  maxCharacters: number
  /** Deepest nesting of arrays and objects; 32 unless told. */
  maxDepth?: number
  /**
   * Members of the outermost object that are handed on as their own source text (a string) instead of being read.
   * Only their grammar is checked here; whoever reads them later applies the strict rules.
   */
  asText?: readonly string[]
}

const defaultDepth = 32
const depthOfText = 512

class Refusal {
  readonly code: StrictJsonProblem
  readonly position: number

  constructor(code: StrictJsonProblem, position: number) {
    this.code = code
    this.position = position
  }
}

interface Reader {
  text: string
  position: number
  depth: number
  maxDepth: number
  lenient: boolean
  asText: readonly string[]
}

/**
 * Reads one JSON text.
 *
 * @param text what was received, already decoded from UTF-8 with errors refused
 * @returns the value, or a code and the place where reading stopped. It never throws.
 */
export function parseStrictJson(text: string, options: StrictJsonOptions): StrictJsonResult {
  if (typeof text !== 'string') return { ok: false, code: 'malformed', position: 0 }
  if (text.length > options.maxCharacters) return { ok: false, code: 'too-large', position: options.maxCharacters }
  const reader: Reader = {
    text,
    position: 0,
    depth: 0,
    maxDepth: options.maxDepth ?? defaultDepth,
    lenient: false,
    asText: options.asText ?? [],
  }
  try {
    skipSpace(reader)
    const value = readValue(reader)
    skipSpace(reader)
    if (reader.position !== text.length) throw new Refusal('malformed', reader.position)
    return { ok: true, value }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, position: error.position }
    return { ok: false, code: 'malformed', position: reader.position }
  }
}

/** True for what a JSON object was read into, false for arrays and everything else. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readValue(reader: Reader): JsonValue {
  const { text, position } = reader
  switch (text.charCodeAt(position)) {
    case 0x22:
      return readString(reader)
    case 0x7b:
      return readObject(reader)
    case 0x5b:
      return readArray(reader)
    case 0x74:
      return readWord(reader, 'true', true)
    case 0x66:
      return readWord(reader, 'false', false)
    case 0x6e:
      return readWord(reader, 'null', null)
    default:
      return readNumber(reader)
  }
}

function readWord<Word extends boolean | null>(reader: Reader, word: string, value: Word): Word {
  if (!reader.text.startsWith(word, reader.position)) throw new Refusal('malformed', reader.position)
  reader.position += word.length
  return value
}

function readNumber(reader: Reader): number {
  // Sticky and made per call: a shared one would carry its position from one text into the next.
  const pattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
  pattern.lastIndex = reader.position
  const match = pattern.exec(reader.text)
  if (match === null) throw new Refusal('malformed', reader.position)
  const value = Number(match[0])
  if (!Number.isFinite(value) && !reader.lenient) throw new Refusal('number-out-of-range', reader.position)
  reader.position += match[0].length
  return value
}

function readString(reader: Reader): string {
  const { text } = reader
  const begin = reader.position + 1
  let from = begin
  let at = begin
  let value = ''
  for (;;) {
    const unit = text.charCodeAt(at)
    if (unit === 0x22) break
    // NaN (end of text) fails this comparison as well.
    if (!(unit >= 0x20)) throw new Refusal('malformed', at)
    if (unit === 0x5c) {
      value += text.slice(from, at)
      const escape = readEscape(text, at)
      value += escape.value
      at = escape.next
      from = at
    } else {
      at += 1
    }
  }
  value += text.slice(from, at)
  if (!reader.lenient && !value.isWellFormed()) throw new Refusal('lone-surrogate', begin)
  reader.position = at + 1
  return value
}

const simpleEscapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function readEscape(text: string, at: number): { value: string; next: number } {
  const letter = text.charAt(at + 1)
  const simple = simpleEscapes.get(letter)
  if (simple !== undefined) return { value: simple, next: at + 2 }
  const digits = text.slice(at + 2, at + 6)
  if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) throw new Refusal('malformed', at)
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), next: at + 6 }
}

function readArray(reader: Reader): JsonValue[] {
  enter(reader)
  const values: JsonValue[] = []
  if (reader.text.charAt(reader.position) !== ']') {
    do {
      skipSpace(reader)
      values.push(readValue(reader))
      skipSpace(reader)
    } while (take(reader, ','))
  }
  leave(reader, ']')
  return values
}

function readObject(reader: Reader): JsonObject {
  enter(reader)
  const members = Object.create(null) as JsonObject
  if (reader.text.charAt(reader.position) !== '}') {
    do {
      skipSpace(reader)
      const nameAt = reader.position
      if (reader.text.charAt(nameAt) !== '"') throw new Refusal('malformed', nameAt)
      const name = readString(reader)
      if (!reader.lenient && name in members) throw new Refusal('duplicate-member', nameAt)
      skipSpace(reader)
      if (!take(reader, ':')) throw new Refusal('malformed', reader.position)
      skipSpace(reader)
      members[name] = reader.depth === 1 && reader.asText.includes(name) ? readText(reader) : readValue(reader)
      skipSpace(reader)
    } while (take(reader, ','))
  }
  leave(reader, '}')
  return members
}

function readText(reader: Reader): string {
  const begin = reader.position
  const { maxDepth } = reader
  reader.lenient = true
  reader.maxDepth = depthOfText
  readValue(reader)
  reader.lenient = false
  reader.maxDepth = maxDepth
  return reader.text.slice(begin, reader.position)
}

function enter(reader: Reader): void {
  reader.depth += 1
  if (reader.depth > reader.maxDepth) throw new Refusal('too-deep', reader.position)
  reader.position += 1
  skipSpace(reader)
}

function leave(reader: Reader, bracket: string): void {
  if (!take(reader, bracket)) throw new Refusal('malformed', reader.position)
  reader.depth -= 1
}

function take(reader: Reader, character: string): boolean {
  if (reader.text.charAt(reader.position) !== character) return false
  reader.position += 1
  return true
}

function skipSpace(reader: Reader): void {
  const { text } = reader
  let at = reader.position
  for (;;) {
    const unit = text.charCodeAt(at)
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) break
    at += 1
  }
  reader.position = at
}
