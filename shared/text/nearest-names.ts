/** Shortest text that is compared by its letters: of shorter ones everything is near to everything. */
const leastLetters = 4
const mostSlips = 2

/**
 * The names that somebody may have meant, nearest first: those it differs from by a slip of the finger, and those that
 * go on where it ends or end where it goes on. Letter case and separators do not count.
 */
export function nearestNames<Name extends string>(text: string, names: readonly Name[], most = 3): Name[] {
  const plain = plainName(text)
  if (plain.length > 64) return []
  const near = (name: Name) => {
    const other = plainName(name)
    const goesOn = Math.min(plain.length, other.length) >= 3 && (other.startsWith(plain) || plain.startsWith(other))
    const slips = slipsBetween(plain, other)
    return slips <= slipsAllowed(plain, other) ? slips : goesOn ? 3 + Math.abs(other.length - plain.length) : null
  }
  return names
    .flatMap((name) => {
      const distance = near(name)
      return distance === null ? [] : [{ name, distance }]
    })
    .sort((one, other) => one.distance - other.distance)
    .slice(0, most)
    .map(({ name }) => name)
}

/** The one name that this is a misspelling of; undefined where it is that name, or none of them. */
export function misspeltName<Name extends string>(text: string, names: readonly Name[]): Name | undefined {
  if (names.some((name) => name === text)) return undefined
  const plain = plainName(text)
  if (plain.length > 64) return undefined
  const [nearest] = names
    .filter((name) => Math.abs(plainName(name).length - plain.length) <= mostSlips)
    .map((name) => ({ name, slips: slipsBetween(plain, plainName(name)) }))
    .filter(({ name, slips }) => slips <= slipsAllowed(plain, plainName(name)))
    .sort((one, other) => one.slips - other.slips)
  return nearest?.name
}

/** `a, b or c` */
export function eitherOf(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names)
}

function slipsAllowed(one: string, other: string): number {
  const letters = Math.min(one.length, other.length)
  return letters < leastLetters ? 0 : letters < 7 ? 1 : mostSlips
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._-]/g, '')
}

/** Letters left out, added, changed or swapped with the next one (optimal string alignment distance). */
function slipsBetween(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (row > 1 && column > 1 && swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1)
      next.push(least)
    }
    before = last
    last = next
  }
  return last[other.length] ?? 0
}
