import type { Bridge } from '#shared/contract/bridge.ts'
import type { Host } from './host.ts'

/** The host that the preload script put on the window; null where this page was opened without one. */
export function electronHost(scope: { bonafide?: Bridge }): Host | null {
  return scope.bonafide ?? null
}
