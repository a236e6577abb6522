import { existsSync, mkdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { BaseWindow, Dialog, SaveDialogOptions } from 'electron'
import { emulated, notEmulated } from './emulated.ts'

/**
 * Saving without a dialog: as a browser does that asks nothing, a file goes to the downloads under the name it is
 * offered with, and never over another one.
 */
export function emulateDialog(downloadsFolder: () => string): Dialog {
  async function showSaveDialog(_window: BaseWindow | SaveDialogOptions, options?: SaveDialogOptions) {
    if (options?.defaultPath === undefined) throw notEmulated('dialog.showSaveDialog without a window and a name')
    const folder = downloadsFolder()
    mkdirSync(folder, { recursive: true })
    return { canceled: false, filePath: freeName(folder, basename(options.defaultPath)) }
  }
  /** Said where it is started from: no dialog stands over a window that is not there. */
  const showErrorBox = (title: string, content: string) => void process.stderr.write(`${title}. ${content}\n`)
  return emulated<Dialog>('dialog', { showSaveDialog, showErrorBox } satisfies Pick<
    Dialog,
    'showSaveDialog' | 'showErrorBox'
  >)
}

function freeName(folder: string, name: string): string {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let copy = 0; ; copy += 1) {
    const path = join(folder, copy === 0 ? name : `${stem} (${copy})${extension}`)
    if (!existsSync(path)) return path
  }
}
