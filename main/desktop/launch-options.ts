import { isAbsolute, resolve } from 'node:path'

export interface LaunchOptions {
  /** Absolute path of the profile folder; null leaves it where the operating system keeps such folders. */
  profileFolder: string | null
  /** TCP port of the loopback intake; 0 lets the system choose. */
  port: number
}

const defaultPort = 4610

/**
 * Reads `--profile=DIR` and `--port=N` from the command line, else BONAFIDE_PROFILE and BONAFIDE_PORT from the
 * environment. A port that is not one falls back to the default: the console starts, and shows where it listens.
 */
export function readLaunchOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): LaunchOptions {
  const profile = valueOf(argv, '--profile') ?? environment['BONAFIDE_PROFILE']
  const port = valueOf(argv, '--port') ?? environment['BONAFIDE_PORT']
  return {
    profileFolder: profile ? (isAbsolute(profile) ? profile : resolve(workingFolder, profile)) : null,
    port: port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65_535 ? Number(port) : defaultPort,
  }
}

/** Variables that load foreign code or certificates into Node, or make Electron's binary a plain Node. */
const debuggingVariables = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'ELECTRON_RUN_AS_NODE'] as const

/**
 * The switch or variable that would hand the console's memory, keys included, to whoever starts it, or null. Refused in
 * a release. What Electron reads before this code runs is for its fuses to stop (docs/electron-checklist.md, item 19).
 */
export function debuggingSwitch(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): string | null {
  return (
    argv.find((argument) => /^--(inspect|remote-debugging|js-flags)/.test(argument)) ??
    debuggingVariables.find((name) => environment[name]) ??
    null
  )
}

/** True where the person who starts an unpackaged console runs it without Chromium's sandbox, as root has to. */
export function startsWithoutSandbox(argv: readonly string[], isPackaged: boolean): boolean {
  return !isPackaged && argv.includes('--no-sandbox')
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const found = argv.findLast((argument) => argument.startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}
