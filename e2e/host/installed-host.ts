import { createHost, type Host } from './create-host.ts'
import type { HostOptions } from './host-options.ts'

let host: Host | null = null

/** Electron's API belongs to the process; so does the host. Called once, before the app is imported. */
export function installHost(options: HostOptions): Host {
  host = createHost(options)
  return host
}

/** The installed host, or one that can be imported and starts nothing, for unit tests. */
export function installedHost(): Host {
  return host ?? createHost(null)
}
