interface Place {
  start: number
  end: number
}

/** A text read as what its percent-encoded characters stand for. */
export interface PercentDecoded {
  text: string
  /** Where a part of it is written; a row of encoded characters is one place. In UTF-16 units. */
  written(part: Place): Place
}

/**
 * Decodes a text once. Never fails: a `%` that encodes nothing stays, and bytes that are no UTF-8 become U+FFFD.
 *
 * @returns null where nothing in it is encoded
 */
export function percentDecoded(text: string): PercentDecoded | null {
  if (!text.includes('%')) return null
  const rows: { decoded: Place; written: Place }[] = []
  let shorter = 0
  const decoded = text.replaceAll(/(?:%[\da-f]{2})+/gi, (row, start: number) => {
    const characters = Buffer.from(row.replaceAll('%', ''), 'hex').toString('utf8')
    const from = start - shorter
    rows.push({
      decoded: { start: from, end: from + characters.length },
      written: { start, end: start + row.length },
    })
    shorter += row.length - characters.length
    return characters
  })
  if (rows.length === 0) return null
  const rowBefore = (at: number) => rows.findLast((row) => row.decoded.start <= at)
  return {
    text: decoded,
    written({ start, end }) {
      const first = rowBefore(start)
      const last = rowBefore(end - 1)
      return {
        start:
          first === undefined
            ? start
            : start < first.decoded.end
              ? first.written.start
              : start - first.decoded.end + first.written.end,
        end:
          last === undefined
            ? end
            : end <= last.decoded.end
              ? last.written.end
              : end - last.decoded.end + last.written.end,
      }
    },
  }
}
