import { ProblemError } from '#shared/contract/result.ts'

/** Longest name of a member or a claim, in UTF-16 units. */
const longestName = 100

/**
 * A name of a JSON member as a person typed it, without the white space around it; undefined where the field was left empty.
 * @param what what it names, at the beginning of a sentence
 * @throws ProblemError `input-invalid`
 */
export function enteredName(entered: string | undefined, what: string): string | undefined {
  const name = entered?.trim()
  if (name === undefined || name === '') return undefined
  if (name === '__proto__') throw refuse(`${what} cannot be “__proto__”: no page can send it.`)
  if (name.length > longestName) throw refuse(`${what} is longer than ${longestName} characters.`)
  if (!name.isWellFormed() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) {
    throw refuse(`${what} holds a character that cannot be seen. Type it by hand.`)
  }
  return name
}

/** Several of them, in their order; empty lines are left out. @throws ProblemError `input-invalid`, also for a double */
export function enteredNames(entered: readonly string[] | undefined, what: string): string[] {
  const names = (entered ?? []).map((each) => enteredName(each, what)).filter((each) => each !== undefined)
  if (new Set(names).size < names.length) throw refuse(`${what} is named twice.`)
  return names
}

export function refuse(sentence: string): ProblemError {
  return new ProblemError('input-invalid', sentence)
}
