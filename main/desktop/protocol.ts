import { protocol } from 'electron'
import { answerAppRequest, listAppFiles } from './app-files.ts'
import { appScheme } from './origin.ts'

/** Declares the scheme. Electron wants this before the app is ready, and only once. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the renderer's built files under the scheme. `rendererFolder` is read once, now. */
export function serveAppFiles(rendererFolder: string): void {
  const files = listAppFiles(rendererFolder)
  protocol.handle(appScheme, (request) => answerAppRequest(files, request))
}
