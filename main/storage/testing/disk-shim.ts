import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What `disk-shim.c` is told; see there. Paths are absolute. */
export interface DiskShimSettings {
  folder: string
  log?: string
  full?: string
  readOnly?: 'files' | 'folder'
  killAt?: number
}

export interface DiskShim {
  /** The environment of a child process whose files of one folder are looked after. */
  environment(settings: DiskShimSettings): NodeJS.ProcessEnv
}

/**
 * Compiles the shim with the machine's C compiler (`CC`, else `cc`).
 * @param folder where the library is put
 * @returns null where it cannot be had: no Linux, or no compiler. Tests are then skipped, and counted as such.
 */
export function compileDiskShim(folder: string): DiskShim | null {
  if (process.platform !== 'linux') return null
  const library = join(folder, 'disk-shim.so')
  const source = join(import.meta.dirname, 'disk-shim.c')
  spawnSync(process.env['CC'] ?? 'cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'])
  if (!existsSync(library)) return null
  return {
    environment: ({ folder: watched, log, full, readOnly, killAt }) => ({
      ...process.env,
      // Every change of a file must pass through the C library.
      UV_USE_IO_URING: '0',
      LD_PRELOAD: library,
      DISK_SHIM_FOLDER: watched,
      ...(log === undefined ? {} : { DISK_SHIM_LOG: log }),
      ...(full === undefined ? {} : { DISK_SHIM_FULL: full }),
      ...(readOnly === undefined ? {} : { DISK_SHIM_READ_ONLY: readOnly }),
      ...(killAt === undefined ? {} : { DISK_SHIM_KILL_AT: String(killAt) }),
    }),
  }
}
