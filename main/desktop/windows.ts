import type { BrowserWindow, WebContents } from 'electron'
import { ProblemError } from '#shared/contract/result.ts'
import { bringBackLostPage } from './lost-page.ts'
import { type FileToSave, type SavedFile, saveFile } from './save-file.ts'
import { openConsoleWindow, showAgain } from './window.ts'

/** More than a person can look at; a script in a window opens no hundred of them. */
const mostWindows = 6

export interface WindowsParts {
  /** Absolute path of the preload script. */
  preloadFile: string
  /** Called with each new window before its page runs. */
  admit(contents: WebContents): void
  /** Milliseconds since 1970. */
  clock(): number
  report(where: string, error: unknown): void
}

/** The windows of this console. All show the same data; nobody is signed in at a new one. */
export function openWindows({ preloadFile, admit, clock, report }: WindowsParts) {
  const open: BrowserWindow[] = []
  return {
    /** Opens one more. Answers false where there are as many as there may be. */
    open(): boolean {
      if (open.length >= mostWindows) return false
      const { window, loaded } = openConsoleWindow(preloadFile)
      open.push(window)
      admit(window.webContents)
      bringBackLostPage(window, { clock, report })
      window.once('closed', () => open.splice(open.indexOf(window), 1))
      loaded.catch((error: unknown) => report('page', error))
      return true
    },
    /**
     * Asks in this window where to put a file, and puts it there.
     * @throws ProblemError where it could not be written
     */
    async saveFile(windowId: number, file: FileToSave): Promise<SavedFile> {
      const window = open.find((each) => each.webContents.id === windowId)
      if (window === undefined) return null
      try {
        return await saveFile(window, file)
      } catch (error) {
        report('saving a file', error)
        throw new ProblemError('conflict', 'The file could not be written there. Choose another folder.')
      }
    },
    /** Brings the window opened last to the front, as a second start of the console does. */
    showAgain(): void {
      const last = open.at(-1)
      if (last !== undefined) showAgain(last)
    },
  }
}
