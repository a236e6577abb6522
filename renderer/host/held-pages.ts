/** One page of a list by keyset: what was answered to `cursor`. Cursors are the main process's own. */
export interface HeldPage<Row> {
  cursor: string | null
  rows: Row[]
  /** True where something changed since it was asked for. */
  stale: boolean
}

/** A list as far as it was asked for. `nextCursor` leads on from the last page. */
export interface HeldPages<Row> {
  pages: HeldPage<Row>[]
  nextCursor: string | null
}

export interface PageAnswer<Row> {
  rows: Row[]
  nextCursor: string | null
}

interface Identified {
  id: string
}

/** The pages that hold any of the rows `from` to `to`, counted over the whole list, and always the first. */
export function pagesToRefresh<Row>(held: HeldPages<Row>, from: number, to: number): (string | null)[] {
  const cursors: (string | null)[] = []
  let start = 0
  for (const [index, page] of held.pages.entries()) {
    const end = start + page.rows.length
    if (index === 0 || (start <= to && end > from)) cursors.push(page.cursor)
    start = end
  }
  return cursors
}

/** True where a row from `from` to `to` belongs to a page that something changed under. */
export function isStale<Row>(held: HeldPages<Row>, from: number, to: number): boolean {
  const shown = new Set(pagesToRefresh(held, from, to))
  return held.pages.some((page, index) => index > 0 && page.stale && shown.has(page.cursor))
}

/** Everything may be out of date. */
export function markStale<Row>(held: HeldPages<Row>): HeldPages<Row> {
  return { ...held, pages: held.pages.map((page) => ({ ...page, stale: true })) }
}

/** Puts the answer to `nextCursor` behind what is held. */
export function appendPage<Row extends Identified>(held: HeldPages<Row>, answer: PageAnswer<Row>): HeldPages<Row> {
  const page = { cursor: held.nextCursor, rows: answer.rows, stale: false }
  const before = without(held.pages, answer.rows)
  return { pages: [...before, page], nextCursor: answer.nextCursor }
}

/**
 * Puts a newer answer to `cursor` where the older one is held. A row is in one place only, that of the newest answer.
 * What lies behind the answer stays, so that whoever reads further down keeps their place: rows pushed out of the page
 * become a page of their own, reached by the answer's cursor. What the answer passes over is gone.
 * @param size how many rows one answer holds at most
 */
export function replacePage<Row extends Identified>(
  held: HeldPages<Row>,
  cursor: string | null,
  answer: PageAnswer<Row>,
  size: number,
): HeldPages<Row> {
  const at = held.pages.findIndex((page) => page.cursor === cursor)
  if (at === -1) return held
  const fresh = { cursor, rows: answer.rows, stale: false }
  const before = without(held.pages.slice(0, at), answer.rows)
  if (answer.nextCursor === null) return { pages: [...before, fresh], nextCursor: null }

  const behind = held.pages.slice(at)
  const cut = lastShared(behind, answer.rows)
  const rest: HeldPage<Row>[] = []
  for (const [index, page] of behind.entries()) {
    const skipped = index < cut.page ? page.rows.length : index === cut.page ? cut.row + 1 : 0
    rest.push(skipped === 0 ? page : { ...page, rows: page.rows.slice(skipped), stale: true })
  }
  const kept = without(rest, answer.rows).filter((page) => page.rows.length > 0)
  const [first, second, ...others] = kept
  // The page behind the answer is reached by the answer's cursor; a small remainder joins the page that follows it.
  if (first === undefined) return { pages: [...before, fresh], nextCursor: answer.nextCursor }
  const joined =
    second !== undefined && first.rows.length + second.rows.length <= size
      ? [{ cursor: answer.nextCursor, rows: [...first.rows, ...second.rows], stale: true }, ...others]
      : [{ ...first, cursor: answer.nextCursor }, ...(second === undefined ? [] : [second]), ...others]
  return { pages: [...before, fresh, ...joined], nextCursor: held.nextCursor }
}

/** Where the answer's last row that is held already stands: everything up to there has been answered anew. */
function lastShared<Row extends Identified>(pages: readonly HeldPage<Row>[], rows: readonly Row[]) {
  const places = new Map<string, { page: number; row: number }>()
  for (const [page, held] of pages.entries())
    for (const [row, { id }] of held.rows.entries()) places.set(id, { page, row })
  // From the end: rows that moved up to the front of the answer say nothing about where it ends.
  const found = rows.findLast(({ id }) => places.has(id))
  return (found && places.get(found.id)) ?? { page: -1, row: -1 }
}

/** The pages without these rows, and without pages that are left empty (the first stays). */
function without<Row extends Identified>(pages: readonly HeldPage<Row>[], rows: readonly Row[]): HeldPage<Row>[] {
  const gone = new Set(rows.map(({ id }) => id))
  return pages
    .map((page) =>
      page.rows.some(({ id }) => gone.has(id)) ? { ...page, rows: page.rows.filter(({ id }) => !gone.has(id)) } : page,
    )
    .filter((page) => page.cursor === null || page.rows.length > 0)
}
