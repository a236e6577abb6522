import { skeletonOf } from '../identity/schemes/talkative-data.ts'

/** A run of fewer letters than this is everyday wording, and would stop honest replies. */
const fewestLetters = 20

/**
 * Whether a text carries a sentence of a template's body (or the part of one between two variables): then it is that
 * template, whoever typed it, and the gate treats it so. Only letters and digits count, by their skeleton: spaces,
 * punctuation, letter case, accents, invisible characters and look-alike letters make no difference.
 */
export function isLiftedFrom(text: string, body: string): boolean {
  // A sign between the letters is left out, and one in the place of a letter is read as it ("p|ease").
  const readings = [lettersOf(text), onlyLetters(skeletonOf(text))]
  return runsOf(body).some((run) => readings.some((letters) => letters.includes(run)))
}

function runsOf(body: string): string[] {
  return body
    .split(/\{\{[^{}]*\}\}|[.!?:;]\s/)
    .map(lettersOf)
    .filter((run) => run.length >= fewestLetters)
}

function lettersOf(text: string): string {
  return onlyLetters(skeletonOf(onlyLetters(text.normalize('NFD'))))
}

function onlyLetters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '')
}
