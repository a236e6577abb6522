import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Stamp } from './protocol.ts'

const pieceBytes = 1024 * 1024

/**
 * Size and SHA-256 of a database file, as they stand in its stamp after a clean close. Read in pieces.
 * Throws where the file cannot be read.
 */
export function fileStamp(path: string): Stamp {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(pieceBytes)
  let bytes = 0
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const length = readSync(file, piece, 0, pieceBytes, null)
      if (length === 0) break
      hash.update(piece.subarray(0, length))
      bytes += length
    }
  } finally {
    closeSync(file)
  }
  return { fileBytes: bytes, fileSha256: hash.digest('hex') }
}

/** Whether a stamp says how the file was when it was last closed. */
export function holdsFileStamp(stamp: Stamp): boolean {
  return 'fileSha256' in stamp || 'fileBytes' in stamp
}

/** The stamp without what it says about the file, for as long as the file may change. */
export function withoutFileStamp({ fileBytes: _bytes, fileSha256: _digest, ...rest }: Stamp): Stamp {
  return rest
}

/**
 * Whether the file is, byte by byte, what it was when it was last closed. Null where that cannot be said: the stamp
 * says nothing about it (the file is open, or was not closed cleanly), or its write-ahead log holds newer pages.
 */
export function isFileAsClosed(path: string, stamp: Stamp): boolean | null {
  if (!holdsFileStamp(stamp) || hasLog(path)) return null
  const now = fileStamp(path)
  return now['fileBytes'] === stamp['fileBytes'] && now['fileSha256'] === stamp['fileSha256']
}

/** True while pages of the database stand in its write-ahead log instead of in the file. */
export function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}
