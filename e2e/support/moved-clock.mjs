/**
 * Loaded before the console by `--import`: its clock is off by as many milliseconds as a file says. Tests move a
 * console on in time with it, without waiting, and without a word of it in the product.
 */
import { readFileSync } from 'node:fs'

const file = process.env['E2E_CLOCK_FILE']
const now = Date.now
if (file !== undefined) {
  Date.now = () => {
    try {
      return now() + Number(readFileSync(file, 'utf8'))
    } catch {
      return now()
    }
  }
}
