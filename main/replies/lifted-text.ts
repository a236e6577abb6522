/** A run shorter than this is everyday wording, and would stop honest replies. */
const shortestRun = 24

/**
 * Whether a text carries a sentence of a template's body (or the part of one between two variables): then it is that
 * template, whoever typed it, and the gate treats it so. White space, case and invisible characters make no difference.
 */
export function isLiftedFrom(text: string, body: string): boolean {
  const folded = fold(text)
  return runsOf(body).some((run) => folded.includes(run))
}

function runsOf(body: string): string[] {
  return body
    .split(/\{\{[^{}]*\}\}|[.!?:;]\s/)
    .map((literal) => fold(literal).replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, ''))
    .filter((run) => run.length >= shortestRun)
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
}
