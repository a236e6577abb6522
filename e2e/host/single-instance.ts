import { mkdirSync, readFileSync, rmSync, unlinkSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface InstanceLock {
  readonly folder: string
  release(): void
}

/**
 * One console per profile. The lock is a file that names its process; one left behind by a process that is gone is
 * taken over. Whoever finds it held leaves a note beside it, which tells the holder that it was started again.
 */
export function lockProfile(folder: string, onSecondStart: () => void): InstanceLock | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'host.lock')
  const note = join(folder, 'host.started-again')
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, identityOf(process.pid), { flag: 'wx', mode: 0o600 })
      rmSync(note, { force: true })
      const watcher = watch(folder, (_change, name) => {
        if (name === 'host.started-again') onSecondStart()
      })
      watcher.unref()
      return {
        folder,
        release() {
          watcher.close()
          rmSync(file, { force: true })
        },
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (isHeld(file)) {
        writeFileSync(note, '', { mode: 0o600 })
        return null
      }
      try {
        unlinkSync(file)
      } catch {
        // Somebody else took it over first; look again.
      }
    }
  }
  return null
}

function isHeld(file: string): boolean {
  try {
    const identity = readFileSync(file, 'utf8')
    const pid = Number(identity.split(' ')[0])
    if (!Number.isInteger(pid) || pid <= 0) return false
    process.kill(pid, 0)
    return identityOf(pid) === identity
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The process id with its start time where the system tells it, since ids come round again. */
function identityOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return `${pid} -`
  }
}
