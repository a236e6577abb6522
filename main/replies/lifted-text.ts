import type { TemplateId } from '#shared/domain/ids.ts'
import type { Sensitivity } from '#shared/domain/reply.ts'
import { skeletonOf } from '../identity/schemes/talkative-data.ts'

/** A part of a text that carries a sensitive template's wording: `start` inclusive, `end` exclusive, in UTF-16 units. */
export interface LiftedPart {
  templateId: TemplateId
  start: number
  end: number
}

export interface WordingIndex {
  liftedIn(text: string): LiftedPart[]
}

/** Letters that stand together: five are a syllable or two, which rewording a sentence a little leaves in many places. */
const shingleLength = 5
/** A run of fewer letters is everyday wording, and would stop honest replies. */
const fewestLetters = 20
/** The longer a run, the less of it is chance: a longer one is known again although some of it was put in other words. */
const shares = [
  { letters: 40, share: 0.55 },
  { letters: 30, share: 0.66 },
  { letters: 0, share: 0.9 },
] as const
/** Half a sentence, up to a comma or a conjunction, has to be there nearly whole. */
const partOfClause = 0.8
const fewestLettersOfClause = 28
/** Of all that a template says, where it says enough. */
const partOfTemplate = 0.45
const longTemplate = 60

interface Unit {
  templateId: TemplateId
  shingles: number
  needed: number
  letters: number
}

/**
 * Prepares to find the wording of sensitive templates in other texts. Only letters and digits count, by their skeleton:
 * spaces, punctuation, letter case, accents, invisible characters and look-alike letters make no difference. Wording
 * that a public template has too is nobody's secret.
 *
 * A text carries a template where, within half as many letters again, most of the five-letter pieces of one of its
 * sentences (the part between two variables or full stops) or of all of it are found.
 */
export function indexWording(
  templates: readonly { id: TemplateId; sensitivity: Sensitivity; body: string; archived: boolean }[],
): WordingIndex {
  const everyday = new Set<string>()
  for (const { sensitivity, body, archived } of templates) {
    if (sensitivity !== 'public' || archived) continue
    for (const run of runsOf(body)) for (const shingle of shinglesOf(run)) everyday.add(shingle)
  }
  const units: Unit[] = []
  const unitsOf = new Map<string, number[]>()
  const addUnit = (templateId: TemplateId, runs: readonly string[], share: number) => {
    const all = new Set(runs.flatMap((run) => [...shinglesOf(run)]))
    const own = [...all].filter((shingle) => !everyday.has(shingle))
    if (own.length === 0 || own.length < all.size / 2) return
    const letters = runs.reduce((sum, run) => sum + run.length, 0)
    const index = units.push({ templateId, shingles: own.length, needed: Math.ceil(own.length * share), letters }) - 1
    for (const shingle of own) {
      const known = unitsOf.get(shingle)
      if (known === undefined) unitsOf.set(shingle, [index])
      else known.push(index)
    }
  }
  for (const { id, sensitivity, body } of templates) {
    if (sensitivity === 'public') continue
    const runs = runsOf(body)
    for (const run of runs.filter(({ length }) => length >= fewestLetters)) {
      addUnit(id, [run], shares.find(({ letters }) => run.length >= letters)?.share ?? 1)
    }
    for (const clause of clausesOf(body).filter(({ length }) => length >= fewestLettersOfClause)) {
      addUnit(id, [clause], partOfClause)
    }
    if (runs.reduce((sum, run) => sum + run.length, 0) >= longTemplate) addUnit(id, runs, partOfTemplate)
  }
  return { liftedIn: (text) => (units.length === 0 ? [] : findUnits(text, units, unitsOf)) }
}

/** The letters of a text by their skeleton, with where each stood. */
interface Letters {
  letters: string
  offsets: number[]
}

function findUnits(text: string, units: readonly Unit[], unitsOf: ReadonlyMap<string, number[]>): LiftedPart[] {
  const readings = [lettersOf(text), lettersOf(text, true)]
  const [first, second] = readings as [Letters, Letters]
  const read = first.letters === second.letters ? [first] : readings
  return read.flatMap((letters) => findUnitsIn(letters, text.length, units, unitsOf))
}

function findUnitsIn(
  { letters, offsets }: Letters,
  length: number,
  units: readonly Unit[],
  unitsOf: ReadonlyMap<string, number[]>,
): LiftedPart[] {
  const places = new Map<number, Hits>()
  const numbers = new Map<string, number>()
  for (let at = 0; at + shingleLength <= letters.length; at += 1) {
    const shingle = letters.slice(at, at + shingleLength)
    const found = unitsOf.get(shingle)
    if (found === undefined) continue
    const piece = numbers.get(shingle) ?? numbers.size
    numbers.set(shingle, piece)
    for (const unit of found) {
      const known = places.get(unit)
      if (known === undefined) places.set(unit, { at: [at], pieces: [piece] })
      else {
        known.at.push(at)
        known.pieces.push(piece)
      }
    }
  }
  const found: LiftedPart[] = []
  for (const [index, hits] of places) {
    const unit = units[index] as Unit
    if (hits.at.length < unit.needed) continue
    const window = densest(hits, Math.ceil(unit.letters * 1.5) + shingleLength)
    if (window.distinct < unit.needed) continue
    const last = window.last + shingleLength - 1
    const start = offsets[window.first] ?? 0
    found.push({ templateId: unit.templateId, start, end: (offsets[last] ?? length - 1) + 1 })
  }
  return found
}

/** Where pieces of a unit were found, in the order of the text, and which; two lists, since there may be many. */
interface Hits {
  at: number[]
  pieces: number[]
}

/** The stretch of at most `length` letters that holds the most different pieces. */
function densest({ at, pieces }: Hits, length: number) {
  const counts = new Map<number, number>()
  let from = 0
  let best = { distinct: 0, first: 0, last: 0 }
  for (let index = 0; index < at.length; index += 1) {
    const place = at[index] as number
    const piece = pieces[index] as number
    counts.set(piece, (counts.get(piece) ?? 0) + 1)
    for (; place - (at[from] as number) > length; from += 1) {
      const oldest = pieces[from] as number
      const left = (counts.get(oldest) ?? 1) - 1
      if (left === 0) counts.delete(oldest)
      else counts.set(oldest, left)
    }
    if (counts.size > best.distinct) best = { distinct: counts.size, first: at[from] as number, last: place }
  }
  return best
}

const runEnds = /\{\{[^{}]*\}\}|[.!?:;]\s/

function runsOf(body: string): string[] {
  return body
    .split(runEnds)
    .map((run) => lettersOf(run).letters)
    .filter((run) => run.length >= shingleLength)
}

const conjunctions =
  / (?:because|and|but|so that|which|weil|und|aber|damit|denn|parce que|car|et|mais|porque|y|pero|omdat|en|maar|perché|e|ma) |[,;]\s/iu

/** Parts of the sentences that have more than one. */
function clausesOf(body: string): string[] {
  return body.split(runEnds).flatMap((run) => {
    const parts = run.split(conjunctions)
    return parts.length === 1 ? [] : parts.map((part) => lettersOf(part).letters)
  })
}

function* shinglesOf(run: string): Generator<string> {
  for (let at = 0; at + shingleLength <= run.length; at += 1) yield run.slice(at, at + shingleLength)
}

const noLetter = /[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu

/** @param readSigns a sign that looks like a letter is read as one ("p|ease"); else signs are left out */
function lettersOf(text: string, readSigns = false): Letters {
  const skeletons = new Map<string, string>()
  let letters = ''
  const offsets: number[] = []
  let at = 0
  for (const character of text) {
    let left = skeletons.get(character)
    if (left === undefined) {
      const seen = character.normalize('NFD')
      left = skeletonOf(readSigns ? seen : seen.replaceAll(noLetter, '')).replaceAll(noLetter, '')
      skeletons.set(character, left)
    }
    letters += left
    for (let index = 0; index < left.length; index += 1) offsets.push(at)
    at += character.length
  }
  return { letters, offsets }
}
