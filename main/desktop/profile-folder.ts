import { accessSync, constants, mkdirSync, statSync } from 'node:fs'

/**
 * Makes the profile's folder if it is missing.
 *
 * @returns null when the console can live there, else one sentence that says what is wrong and what to do
 */
export function prepareProfileFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!statSync(folder).isDirectory()) throw new Error('not a folder')
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch {
    return (
      `Bonafide cannot write to its profile folder ${folder}. ` +
      'Nothing was changed. Make the folder writable for this user, or name another one with --profile=DIR.'
    )
  }
}
