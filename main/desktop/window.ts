import { app, BrowserWindow, type WebPreferences } from 'electron'
import { appStartUrl } from './origin.ts'

/** The one definition of what a page of the console may do, for development, tests and release alike. */
function webPreferences(preloadFile: string): WebPreferences {
  return {
    preload: preloadFile,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: !app.isPackaged,
    // The spell checker would fetch its dictionaries from a server of its maker.
    spellcheck: false,
  }
}

/** Opens the console's window and starts to load its page. */
export function openConsoleWindow(preloadFile: string): { window: BrowserWindow; loaded: Promise<void> } {
  const window = new BrowserWindow({
    title: 'Bonafide',
    width: 1280,
    height: 800,
    minWidth: 880,
    minHeight: 560,
    show: false,
    autoHideMenuBar: true,
    webPreferences: webPreferences(preloadFile),
  })
  window.once('ready-to-show', () => window.show())
  return { window, loaded: window.loadURL(appStartUrl) }
}

/** Brings the window to the front, as a second start of the console does. */
export function showAgain(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
