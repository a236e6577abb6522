import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readLaunchOptions } from '../../main/desktop/launch-options.ts'
import { appScheme, appStartUrl } from '../../main/desktop/origin.ts'
import { prepareProfileFolder } from '../../main/desktop/profile-folder.ts'
import { toChromium } from './addresses.ts'
import { findChromium } from './find-chromium.ts'
import { readHostOptions, usualProfileFolder } from './host-options.ts'
import { installHost } from './installed-host.ts'

/**
 * Runs the built console, unmodified, on this Node and the system's Chromium:
 * `node e2e/host/run.ts [--headless] [--profile=DIR] [--debugging-port-file=FILE] [the console's own options]`
 */
const appFolder = join(import.meta.dirname, '../..')
const chromiumPath = findChromium(process.env)
if (chromiumPath === null) {
  process.stderr.write('No Chromium was found. Install it, or name it in CHROMIUM_PATH.\n')
  process.exit(1)
}
const ownArguments = process.argv.slice(2)
const options = readHostOptions(ownArguments, process.env, {
  appFolder,
  chromiumPath,
  profileFolder:
    readLaunchOptions(ownArguments, process.env, process.cwd()).profileFolder ??
    usualProfileFolder('Bonafide', process.platform, process.env),
  startUrl: toChromium(appStartUrl, new Set([appScheme])) ?? 'about:blank',
})
const profileProblem = prepareProfileFolder(options.profileFolder)
if (profileProblem !== null) {
  process.stderr.write(`${profileProblem}\n`)
  process.exit(1)
}
if (process.getuid?.() === 0) {
  process.stderr.write('Running as root: Chromium starts without its sandbox. Use an ordinary user for real work.\n')
}
installHost(options).startEarly()

const electron = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context),
})
// Whoever reads our output may end before we do; that is no reason to fail.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
// A test that started the host takes it along when it ends.
if (process.send) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))

const entry = join(appFolder, 'out/main/index.js')
process.argv = [process.argv[0] ?? 'node', entry, ...options.appArguments]
await import(pathToFileURL(entry).href)
