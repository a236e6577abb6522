import { skeletonOf } from '../identity/schemes/talkative-data.ts'

/** A run of fewer letters than this is everyday wording, and would stop honest replies. */
const fewestLetters = 20

/**
 * Whether a text carries a sentence of a template's body (or the part of one between two variables): then it is that
 * template, whoever typed it, and the gate treats it so. Only letters and digits count, by their skeleton: spaces,
 * punctuation, letter case, accents, invisible characters and look-alike letters make no difference.
 */
export function isLiftedFrom(text: string, body: string): boolean {
  const letters = lettersOf(text)
  return runsOf(body).some((run) => letters.includes(run))
}

function runsOf(body: string): string[] {
  return body
    .split(/\{\{[^{}]*\}\}|[.!?:;]\s/)
    .map(lettersOf)
    .filter((run) => run.length >= fewestLetters)
}

function lettersOf(text: string): string {
  return skeletonOf(text).replaceAll(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '')
}
