import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface HostOptions {
  /** The built app: the folder that holds package.json and out/. */
  appFolder: string
  headless: boolean
  /** When set, Chromium also listens on a loopback port, written to this file: for tests only. */
  debuggingPortFile: string | null
  /** When set, whatever passes between window and main process is written to this file: for tests only. */
  transcriptFile: string | null
  chromiumPath: string
  /** Where files go that are saved: there is no dialog to ask in. */
  downloadsFolder: string
  /** Where the profile is unless the app says otherwise: as the app would find it in its own arguments. */
  profileFolder: string
  /** The app's first page, as Chromium is shown it: its app window is opened for it, which leaves out tabs and address bar. */
  startUrl: string
  /** What is handed to the app as its own arguments. */
  appArguments: string[]
}

/** Takes the host's own switches out of the command line; the rest is the app's. */
export function readHostOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  fixed: Pick<HostOptions, 'appFolder' | 'chromiumPath' | 'profileFolder' | 'startUrl'>,
): HostOptions {
  const isOwn = (argument: string) => argument === '--headless' || argument.startsWith('--debugging-port-file=')
  const portFile =
    argv.find((argument) => argument.startsWith('--debugging-port-file='))?.split('=')[1] ??
    environment['BONAFIDE_DEBUGGING_PORT_FILE']
  return {
    ...fixed,
    headless: argv.includes('--headless') || environment['BONAFIDE_HEADLESS'] === '1',
    debuggingPortFile: portFile ? resolve(portFile) : null,
    downloadsFolder:
      environment['BONAFIDE_DOWNLOADS'] || environment['XDG_DOWNLOAD_DIR'] || join(homedir(), 'Downloads'),
    transcriptFile: environment['BONAFIDE_TRANSCRIPT_FILE'] || null,
    appArguments: argv.filter((argument) => !isOwn(argument)),
  }
}

/** Where Electron keeps the profile of an app of this name, so that both runtimes open the same one. */
export function usualProfileFolder(
  appName: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const home = homedir()
  if (platform === 'darwin') return join(home, 'Library/Application Support', appName)
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData/Roaming'), appName)
  return join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), appName)
}
