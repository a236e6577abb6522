/** One change of a folder's files, as the log of `disk-shim.c` tells it. An empty name is the folder itself. */
export type Change =
  | { kind: 'create'; name: string }
  | { kind: 'write'; name: string; offset: number; data: Uint8Array }
  | { kind: 'truncate'; name: string; length: number }
  | { kind: 'sync'; name: string }
  | { kind: 'unlink'; name: string }
  | { kind: 'rename'; name: string; to: string }
  | { kind: 'printed'; text: string }

const headLength = 15

/** Every change of a log, in the order in which they took effect. Throws at a log that was cut. */
export function readWriteLog(log: Buffer): Change[] {
  const changes: Change[] = []
  let at = 0
  while (at < log.length) {
    const kind = log.readUInt8(at)
    const nameLength = log.readUInt16LE(at + 1)
    const dataLength = log.readUInt32LE(at + 3)
    const offset = Number(log.readBigInt64LE(at + 7))
    const dataAt = at + headLength + nameLength
    const name = log.toString('utf8', at + headLength, dataAt)
    const data = log.subarray(dataAt, dataAt + dataLength)
    if (data.length !== dataLength) throw new Error('the log was cut')
    changes.push(changeOf(kind, name, offset, data))
    at = dataAt + dataLength
  }
  return changes
}

function changeOf(kind: number, name: string, offset: number, data: Buffer): Change {
  switch (kind) {
    case 1:
      return { kind: 'create', name }
    case 2:
      return { kind: 'write', name, offset, data }
    case 3:
      return { kind: 'truncate', name, length: offset }
    case 4:
      return { kind: 'sync', name }
    case 5:
      return { kind: 'unlink', name }
    case 6:
      return { kind: 'rename', name, to: data.toString('utf8') }
    case 7:
      return { kind: 'printed', text: data.toString('utf8') }
    default:
      throw new Error('not a log of the shim')
  }
}
