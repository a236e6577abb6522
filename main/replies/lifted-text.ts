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
/** A run this long is known again although some of it was put in other words. */
const longRun = 30
const wholeRun = 0.9
const partOfLongRun = 0.55
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
      addUnit(id, [run], run.length >= longRun ? partOfLongRun : wholeRun)
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
  const places = new Map<number, { at: number; shingle: string }[]>()
  for (let at = 0; at + shingleLength <= letters.length; at += 1) {
    const shingle = letters.slice(at, at + shingleLength)
    for (const unit of unitsOf.get(shingle) ?? []) {
      const known = places.get(unit)
      if (known === undefined) places.set(unit, [{ at, shingle }])
      else known.push({ at, shingle })
    }
  }
  const found: LiftedPart[] = []
  for (const [index, hits] of places) {
    const unit = units[index] as Unit
    if (hits.length < unit.needed) continue
    const window = densest(hits, Math.ceil(unit.letters * 1.5) + shingleLength)
    if (window.distinct < unit.needed) continue
    const last = window.last + shingleLength - 1
    const start = offsets[window.first] ?? 0
    found.push({ templateId: unit.templateId, start, end: (offsets[last] ?? length - 1) + 1 })
  }
  return found
}

/** The stretch of at most `length` letters that holds the most different pieces. */
function densest(hits: readonly { at: number; shingle: string }[], length: number) {
  const counts = new Map<string, number>()
  let from = 0
  let best = { distinct: 0, first: 0, last: 0 }
  for (const hit of hits) {
    counts.set(hit.shingle, (counts.get(hit.shingle) ?? 0) + 1)
    for (let oldest = hits[from]; oldest !== undefined && hit.at - oldest.at > length; oldest = hits[from]) {
      const left = (counts.get(oldest.shingle) ?? 1) - 1
      if (left === 0) counts.delete(oldest.shingle)
      else counts.set(oldest.shingle, left)
      from += 1
    }
    if (counts.size > best.distinct) best = { distinct: counts.size, first: hits[from]?.at ?? 0, last: hit.at }
  }
  return best
}

function runsOf(body: string): string[] {
  return body
    .split(/\{\{[^{}]*\}\}|[.!?:;]\s/)
    .map((run) => lettersOf(run).letters)
    .filter((run) => run.length >= shingleLength)
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
