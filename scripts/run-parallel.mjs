import { spawn } from 'node:child_process'

/**
 * Runs commands beside each other and collects what they print.
 *
 * @param {{ name: string, command: string, args: string[] }[]} steps
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, atOnce?: number }} options
 * @returns {Promise<{ name: string, ok: boolean, output: string, seconds: number }[]>} in the order of `steps`
 */
export async function runParallel(steps, { cwd, env = process.env, atOnce = 3 }) {
  const results = new Array(steps.length)
  let next = 0
  const worker = async () => {
    while (next < steps.length) {
      const index = next++
      const { name, command, args } = steps[index]
      const started = performance.now()
      const { ok, output } = await run(command, args, cwd, env)
      results[index] = { name, ok, output, seconds: (performance.now() - started) / 1000 }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function run(command, args, cwd, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ ok: false, output: `${output}\n${error.message}` }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}
