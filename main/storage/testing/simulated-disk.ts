import type { Change } from './write-log.ts'

/**
 * What a power cut does to what was written and not yet synced:
 * `kept` all of it is there (a process that was killed); `dropped` none of it; `torn` it ends in the middle of a
 * write, at a sector; `scattered` each sector is there or not.
 */
export const cutKinds = ['kept', 'dropped', 'torn', 'scattered'] as const
export type CutKind = (typeof cutKinds)[number]

type Write = { kind: 'write'; offset: number; data: Uint8Array } | { kind: 'truncate'; length: number }

interface File {
  synced: Buffer
  /** Since the last sync, in order. */
  waiting: Write[]
}

const sectorBytes = 512

/**
 * A disk that remembers what was synced and what was not. It promises less than a journalling file system does: a file
 * that was synced is only found again when its folder was synced after it was made, renamed or removed. Names change
 * in their order. What is already there is not harmed by a write beside it ("powersafe overwrite", which SQLite
 * assumes: sqlite.org/psow.html).
 *
 * @param files what is on it from the start; an empty folder where it is left out
 */
export function createSimulatedDisk(files: ReadonlyMap<string, Buffer> = new Map()) {
  const now = new Map([...files].map(([name, bytes]): [string, File] => [name, { synced: bytes, waiting: [] }]))
  let synced = new Map(now)
  let waitingNames: ((names: Map<string, File>) => void)[] = []

  const rename = (change: (names: Map<string, File>) => void) => {
    change(now)
    waitingNames.push(change)
  }
  const fileOf = (name: string): File => {
    const file = now.get(name)
    if (!file) throw new Error(`the log changes ${name}, which was never made`)
    return file
  }

  return {
    apply(change: Change): void {
      switch (change.kind) {
        case 'create': {
          const made: File = { synced: Buffer.alloc(0), waiting: [] }
          rename((names) => names.set(change.name, made))
          break
        }
        case 'write':
        case 'truncate':
          fileOf(change.name).waiting.push(change)
          break
        case 'sync':
          if (change.name === '') {
            synced = new Map(now)
            waitingNames = []
          } else {
            const file = fileOf(change.name)
            file.synced = file.waiting.reduce(applyWrite, file.synced)
            file.waiting = []
          }
          break
        case 'unlink':
          rename((names) => names.delete(change.name))
          break
        case 'rename': {
          const moved = fileOf(change.name)
          rename((names) => {
            names.delete(change.name)
            names.set(change.to, moved)
          })
          break
        }
        case 'printed':
          break
      }
    },
    /** The files as they are found after the power was cut now. The disk itself goes on as if nothing had happened. */
    cut(kind: CutKind, random: () => number): Map<string, Buffer> {
      const names = new Map(synced)
      for (const change of waitingNames.slice(0, keptOf(kind, waitingNames.length, random))) change(names)
      return new Map([...names].map(([name, file]) => [name, afterCut(file, kind, random)]))
    },
  }
}

function keptOf(kind: CutKind, count: number, random: () => number): number {
  if (kind === 'kept') return count
  if (kind === 'dropped') return 0
  return Math.floor(random() * (count + 1))
}

function afterCut(file: File, kind: CutKind, random: () => number): Buffer {
  const found = Buffer.from(file.synced)
  switch (kind) {
    case 'kept':
      return file.waiting.reduce(applyWrite, found)
    case 'dropped':
      return found
    case 'torn': {
      const whole = Math.floor(random() * (file.waiting.length + 1))
      const last = file.waiting[whole]
      const kept = file.waiting.slice(0, whole).reduce(applyWrite, found)
      if (last?.kind !== 'write') return kept
      const sectors = sectorsOf(last)
      return sectors.slice(0, Math.floor(random() * sectors.length)).reduce(applyWrite, kept)
    }
    case 'scattered': {
      const pieces = file.waiting.flatMap((write) => (write.kind === 'write' ? sectorsOf(write) : [write]))
      return pieces.filter(() => random() < 0.5).reduce(applyWrite, found)
    }
  }
}

/** A write in pieces, each within one sector of the disk. */
function sectorsOf({ offset, data }: Extract<Write, { kind: 'write' }>): Write[] {
  const pieces: Write[] = []
  for (let at = 0; at < data.length; ) {
    const length = Math.min(data.length - at, sectorBytes - ((offset + at) % sectorBytes))
    pieces.push({ kind: 'write', offset: offset + at, data: data.subarray(at, at + length) })
    at += length
  }
  return pieces
}

/** Changes `bytes` in place where it is long enough. What lies between its old end and a later write is zeros. */
function applyWrite(bytes: Buffer, write: Write): Buffer {
  if (write.kind === 'truncate') return resized(bytes, write.length)
  const end = write.offset + write.data.length
  const target = end > bytes.length ? resized(bytes, end) : bytes
  target.set(write.data, write.offset)
  return target
}

function resized(bytes: Buffer, length: number): Buffer {
  if (length <= bytes.length) return bytes.subarray(0, length)
  // Room to grow: `parent` is the whole of it, and a file that is written page by page is not copied each time.
  const free = bytes.byteOffset + length <= bytes.buffer.byteLength && bytes.buffer.byteLength > 2 * 65_536
  const roomy = free
    ? Buffer.from(bytes.buffer, bytes.byteOffset, length)
    : Buffer.from(new ArrayBuffer(Math.max(length * 2, 4 * 65_536)), 0, length)
  if (!free) roomy.set(bytes)
  else roomy.fill(0, bytes.length)
  return roomy
}
