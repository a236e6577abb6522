import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bin, environment, root, setUp } from './setup.mjs'

/**
 * Runs a TypeScript file of the project on its own Node, with this process's input, output and exit status. What
 * the set-up has to say goes to stderr: stdout belongs to the tool alone.
 *
 * @param {string} path from the project's root
 * @param {string[]} args
 * @param {{ browser: boolean }} [wanted]
 * @returns {Promise<number>} the tool's exit status; 1 where it did not start or was stopped by a signal
 */
export async function runSource(path, args, wanted = { browser: false }) {
  console.log = console.error
  await setUp(wanted)
  return new Promise((resolve) => {
    const child = spawn(bin('node'), [join(root, path), ...args], {
      cwd: root,
      env: environment(),
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
