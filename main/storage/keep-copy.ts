import { constants, copyFileSync, existsSync } from 'node:fs'

/**
 * Copies a database that is not what it was, before anything is written to it: `NAME.unmatched`, or with a number
 * behind it where that is taken. Costs no space where the file system can share it.
 * Throws where it cannot be copied: then the database must not be used.
 */
export function keepCopy(path: string): void {
  let copy = `${path}.unmatched`
  for (let number = 2; existsSync(copy); number += 1) copy = `${path}.unmatched-${number}`
  copyFileSync(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE)
}
