import { type App, shell, type WebContents } from 'electron'
import { safeExternalUrl } from './external-link.ts'

/**
 * Keeps every page where it was loaded: no navigation, redirect, frame navigation, webview or new window, whoever
 * asks. A link to the outside goes to the person's own browser, over https only.
 * @param onOpenFailed told when the operating system could not open a link.
 */
export function lockNavigation(app: App, onOpenFailed: (error: unknown) => void): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, onOpenFailed))
}

function lockContents(contents: WebContents, onOpenFailed: (error: unknown) => void): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    const address = safeExternalUrl(url)
    if (address) shell.openExternal(address).catch(onOpenFailed)
    return { action: 'deny' }
  })
}
