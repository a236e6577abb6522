import { installedHost } from './installed-host.ts'

/** What `import … from 'electron'` gives where Electron's binary does not run. */
export const { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, session, shell } = installedHost()
