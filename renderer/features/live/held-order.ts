/** Rows in the order in which they stand on the screen, and what that keeps from it. */
export interface HeldOrder<Row> {
  rows: Row[]
  /** Ids that stand on the screen and not in the newest answer: what is drawn of them is old. */
  missing: string[]
  /** Rows that wait to be shown. */
  fresh: number
  /** True where the newest answer has the rows in another order. */
  reordered: boolean
}

/**
 * Keeps rows where they are while somebody points at one of them: their values follow the newest answer, their places do
 * not. What was read on at the end is put behind. Pure.
 * @param shown what is drawn, in its order
 * @param newest the newest answer, in its order
 */
export function holdOrder<Row extends { id: string }>(shown: readonly Row[], newest: readonly Row[]): HeldOrder<Row> {
  const now = new Map(newest.map((row) => [row.id, row]))
  const known = new Set(shown.map(({ id }) => id))
  const places = new Map(newest.map(({ id }, index) => [id, index]))
  const kept = shown.filter(({ id }) => now.has(id))
  const unknown = newest.filter(({ id }) => !known.has(id))
  // A page that was read on stands behind as many rows as are shown; what came up by itself stands before.
  const behind = unknown.filter(({ id }) => (places.get(id) ?? 0) >= kept.length)
  const order = kept.map(({ id }) => places.get(id) ?? 0)
  return {
    rows: [...shown.map((row) => now.get(row.id) ?? row), ...behind],
    missing: shown.filter(({ id }) => !now.has(id)).map(({ id }) => id),
    fresh: unknown.length - behind.length,
    reordered: order.some((place, index) => index > 0 && place < (order[index - 1] ?? 0)),
  }
}
