import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'

export interface FileToSave {
  /** What the file is called unless the person says otherwise, e.g. `templates.csv`. */
  name: string
  text: string
}

/** Where it was put, by names alone: the window hears no path. Null where the person thought better of it. */
export type SavedFile = { file: string; folder: string } | null

/**
 * Asks the person where to put a text, and puts it there. It stands there whole or not at all, readable by this user.
 * @throws the file system's own error where it could not be written
 */
export async function saveFile(window: BrowserWindow, { name, text }: FileToSave): Promise<SavedFile> {
  const extension = extname(name).slice(1)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  if (canceled || filePath === '') return null
  const part = `${filePath}.part`
  try {
    writeFileSync(part, text, { mode: 0o600 })
    renameSync(part, filePath)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  return { file: basename(filePath), folder: basename(dirname(filePath)) }
}
