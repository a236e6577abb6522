import { resolve } from 'node:path'

export interface HostOptions {
  /** The built app: the folder that holds package.json and out/. */
  appFolder: string
  headless: boolean
  /** When set, Chromium also listens on a loopback port, written to this file: for tests only. */
  debuggingPortFile: string | null
  chromiumPath: string
  /** The app's first page: Chromium's app window is opened for it, which leaves out tabs and address bar. */
  startUrl: string
  /** What is handed to the app as its own arguments. */
  appArguments: string[]
}

/** Takes the host's own switches out of the command line; the rest is the app's. */
export function readHostOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  fixed: Pick<HostOptions, 'appFolder' | 'chromiumPath' | 'startUrl'>,
): HostOptions {
  const isOwn = (argument: string) => argument === '--headless' || argument.startsWith('--debugging-port-file=')
  const portFile =
    argv.find((argument) => argument.startsWith('--debugging-port-file='))?.split('=')[1] ??
    environment['BONAFIDE_DEBUGGING_PORT_FILE']
  return {
    ...fixed,
    headless: argv.includes('--headless') || environment['BONAFIDE_HEADLESS'] === '1',
    debuggingPortFile: portFile ? resolve(portFile) : null,
    appArguments: argv.filter((argument) => !isOwn(argument)),
  }
}
