import { readFileSync } from 'node:fs'

const headerSize = 32
const frameHeaderSize = 24
const magicLittleEndian = 0x377f0682
const magicBigEndian = 0x377f0683

/**
 * Reads the log that stands beside a database that was not closed, and checks the running checksum of its frames.
 * SQLite stops at the first frame that does not fit and takes what follows for the rest of an older log, so a changed
 * byte would silently take entries away. A crash leaves at most one unfinished frame, at the very end.
 *
 * Source: SQLite's file format, §4 "The Write-Ahead Log".
 *
 * @param path of the log, e.g. `bonafide.sqlite-wal`
 * @returns a sentence when the log was changed, `unfinished` when only its last frame does not fit, else null
 */
export function checkWriteAheadLog(path: string): { problem: string } | 'unfinished' | null {
  let log: Buffer
  try {
    log = readFileSync(path)
  } catch {
    return null
  }
  if (log.length === 0) return null
  const changed = (where: string) => ({
    problem: `The log beside the database was changed ${where}: entries may be missing from there on.`,
  })
  if (log.length < headerSize) return changed('at its beginning')
  const magic = log.readUInt32BE(0)
  if (magic !== magicLittleEndian && magic !== magicBigEndian) return changed('at its beginning')
  const word = magic === magicBigEndian ? (at: number) => log.readUInt32BE(at) : (at: number) => log.readUInt32LE(at)
  let sums = checksum(word, 0, 24, [0, 0])
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return changed('at its beginning')

  const pageSize = log.readUInt32BE(8)
  const frameSize = frameHeaderSize + pageSize
  const frames = Math.floor((log.length - headerSize) / frameSize)
  const salts = log.subarray(16, 24)
  const isOfThisLog = (frame: number) => {
    const at = headerSize + frame * frameSize
    return log.subarray(at + 8, at + 16).equals(salts)
  }
  for (let frame = 0; frame < frames; frame++) {
    const at = headerSize + frame * frameSize
    sums = checksum(word, at, at + 8, sums)
    sums = checksum(word, at + frameHeaderSize, at + frameSize, sums)
    const fits = isOfThisLog(frame) && sums[0] === log.readUInt32BE(at + 16) && sums[1] === log.readUInt32BE(at + 20)
    if (fits) continue
    // Frames of an older log carry other salts; one of this log behind a frame that does not fit was cut off.
    for (let later = frame + 1; later < frames; later++) {
      if (isOfThisLog(later)) return changed(`in frame ${frame + 1}`)
    }
    return isOfThisLog(frame) ? 'unfinished' : null
  }
  return null
}

function checksum(
  word: (at: number) => number,
  from: number,
  to: number,
  [first, second]: readonly [number, number],
): readonly [number, number] {
  let a = first
  let b = second
  for (let at = from; at < to; at += 8) {
    a = (a + word(at) + b) >>> 0
    b = (b + word(at + 4) + a) >>> 0
  }
  return [a, b]
}
