/**
 * Work in two steps, in lines: the first steps of a line run beside each other, the second ones begin in the order of
 * the calls. So the proofs of a session's messages are checked at once, and the messages are still handed to the
 * database in the order in which they came, where they join one commit.
 *
 * @returns a function that rejects with whatever its steps reject with; a failure holds up nothing behind it
 */
export function createLines<Line>() {
  /** Resolves when the last call of the line has begun its second step, or never will. */
  const last = new Map<Line, Promise<void>>()

  return async function inLine<Prepared, Done>(
    line: Line,
    prepare: () => Promise<Prepared>,
    hand: (prepared: Prepared) => Promise<Done>,
  ): Promise<Done> {
    const before = last.get(line)
    const begun = Promise.withResolvers<void>()
    last.set(line, begun.promise)
    try {
      const preparing = prepare()
      if (before !== undefined) {
        // Waited for below; a rejection in the meantime is not left over.
        preparing.catch(() => {})
        await before
      }
      const prepared = await preparing
      const handed = hand(prepared)
      begun.resolve()
      return await handed
    } finally {
      begun.resolve()
      if (last.get(line) === begun.promise) last.delete(line)
    }
  }
}
