import type { Session } from 'electron'
import { emulated } from './emulated.ts'

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type Permission = Parameters<CheckHandler>[1]

/** Electron's names of permissions that Chromium's protocol can grant, with its names for them. */
const grantable: readonly (readonly [Permission, string])[] = [
  ['clipboard-read', 'clipboardReadWrite'],
  ['clipboard-sanitized-write', 'clipboardSanitizedWrite'],
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['idle-detection', 'idleDetection'],
  ['storage-access', 'storageAccess'],
  ['top-level-storage-access', 'topLevelStorageAccess'],
]

export interface EmulatedSession {
  session: Session
  /** Chromium's names of what the app's check handler allows its own page; everything else is refused. */
  grantsFor(origin: string): string[]
}

/** Unlike Electron, the host refuses what no handler was asked about. */
export function emulateSession(): EmulatedSession {
  let check: CheckHandler | null = null
  const session = emulated<Session>('session.defaultSession', {
    setPermissionCheckHandler(handler) {
      check = handler
    },
    // Chromium is told in advance what may be had, so it never has to ask: these have nothing to decide.
    setPermissionRequestHandler() {},
    setDevicePermissionHandler() {},
    setDisplayMediaRequestHandler() {},
  } satisfies Pick<
    Session,
    | 'setPermissionCheckHandler'
    | 'setPermissionRequestHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >)
  return {
    session,
    grantsFor: (origin) =>
      grantable
        .filter(([name]) => check?.(null, name, origin, { isMainFrame: true, requestingUrl: `${origin}/` }) === true)
        .map(([, chromiumName]) => chromiumName),
  }
}
