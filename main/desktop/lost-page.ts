import { type BrowserWindow, dialog } from 'electron'
import { appStartUrl } from './origin.ts'

/** A page that ends a fourth time within a minute would do so for ever. */
const mostReturns = 3
const returnsWithin = 60_000

export interface LostPageParts {
  /** Milliseconds since 1970. */
  clock(): number
  report(where: string, error: unknown): void
}

/**
 * Loads a window's page anew when the process that drew it is gone (Electron's `render-process-gone`): Electron itself
 * leaves an empty window. Whoever works at the window stays signed in, and finds their drafts as they were last saved.
 * Where the page does not stay, says so and closes the window.
 */
export function bringBackLostPage(window: BrowserWindow, { clock, report }: LostPageParts): void {
  const returns: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (window.isDestroyed()) return
    report('page', new Error(`the process of the page is gone: ${reason}`))
    const now = clock()
    returns.push(now)
    if (returns.filter((at) => now - at < returnsWithin).length > mostReturns) {
      dialog.showErrorBox(
        'This window cannot be shown',
        'Its page stopped four times within a minute. The window is closed now. Everything that was sent or saved is kept: start Bonafide again.',
      )
      window.destroy()
      return
    }
    // Electron is still putting the old process away while it tells of it.
    setImmediate(() => {
      if (window.isDestroyed()) return
      window.loadURL(appStartUrl).catch((error: unknown) => report('page', error))
    })
  })
}
