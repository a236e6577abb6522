import type { Session } from 'electron'
import { appOrigin } from './origin.ts'

/** Permissions the console's own page has, each with its reason. Everything else is denied. */
const allowed: ReadonlySet<string> = new Set([
  // The copy button beside a snippet. Writing plain text only; reading the clipboard stays denied.
  'clipboard-sanitized-write',
])

/** True when the console's own main page asks for something on the list. */
export function mayHavePermission(permission: string, origin: string, isMainFrame: boolean): boolean {
  return isMainFrame && origin === appOrigin && allowed.has(permission)
}

/** Installs every permission handler that Electron has: what is not set would be granted. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(mayHavePermission(permission, originOf(details.requestingUrl), details.isMainFrame))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayHavePermission(permission, originOf(requestingOrigin), details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}

function originOf(address: string): string {
  if (!URL.canParse(address)) return ''
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}`
}
