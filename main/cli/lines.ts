/** One line of a byte stream, numbered from 1. `text` is null where it was too long or no UTF-8. */
export interface Line {
  number: number
  text: string | null
  problem: 'too-long' | 'not-utf-8' | null
}

const newline = 0x0a

/**
 * Splits a byte stream into lines while it arrives. LF and CRLF end a line, a byte order mark before the first is
 * taken off, and a line above the limit is skipped without being kept in memory.
 *
 * @param longest longest line in bytes
 */
export async function* readLines(input: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = []
  let size = 0
  let number = 0
  const finish = (): Line => {
    number += 1
    const line = toLine(number, parts, size > longest)
    parts = []
    size = 0
    return line
  }
  const keep = (bytes: Uint8Array) => {
    size += bytes.byteLength
    if (size <= longest) parts.push(bytes)
    else parts = []
  }
  for await (const chunk of input) {
    let from = 0
    for (let end = chunk.indexOf(newline, from); end !== -1; end = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, end))
      from = end + 1
      yield finish()
    }
    if (from < chunk.byteLength) keep(chunk.subarray(from))
  }
  if (size > 0) yield finish()
}

function toLine(number: number, parts: Uint8Array[], tooLong: boolean): Line {
  if (tooLong) return { number, text: null, problem: 'too-long' }
  try {
    // The decoder takes one byte order mark off by itself; only the first line may have one.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: number !== 1 }).decode(Buffer.concat(parts))
    return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text, problem: null }
  } catch {
    return { number, text: null, problem: 'not-utf-8' }
  }
}
