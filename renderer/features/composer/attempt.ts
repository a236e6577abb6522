/**
 * Gives the id of an attempt to send. The same content keeps its id until `done`, so that a retry after a lost answer
 * is the same reply; other content is another reply.
 */
export function createAttempts(newId: () => string) {
  let current: { content: string; id: string } | null = null
  return {
    idFor(content: string): string {
      if (current?.content !== content) current = { content, id: newId() }
      return current.id
    },
    done() {
      current = null
    },
  }
}
