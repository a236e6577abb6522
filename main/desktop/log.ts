import { chmodSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { destination, type Logger, pino } from 'pino'

const largestLog = 5 * 1024 * 1024

/**
 * The console's log: a file in the profile, readable by its owner alone, that never leaves the machine. One older
 * file is kept. Anything that looks like a hash, token, key or e-mail is struck out before it is written.
 */
export function openLog(profileFolder: string): Logger {
  const folder = join(profileFolder, 'logs')
  const file = join(folder, 'console.ndjson')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, join(folder, 'console.1.ndjson'))
  const sink = destination({ dest: file, append: true, sync: true })
  chmodSync(file, 0o600)
  return pino(
    {
      base: null,
      redact: {
        paths: ['secret', 'token', 'hash', 'material', 'proof', 'identity', 'input', 'text', '*.secret', '*.token'],
        censor: '[struck out]',
      },
      serializers: { err: describeError },
    },
    sink,
  )
}

/** What the log keeps of an error: its name, code, place in our code, and its message without anything secret. */
export function describeError(error: unknown): { name: string; code?: string; message: string; at: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, message: '', at: [] }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    message: strikeOut(error.message).slice(0, 500),
    at: frames.slice(0, 8).map((line) => line.trim().replace(/\(?(?:file:\/\/)?[^\s(]*[/\\]([^/\\]+)\)?$/, '($1)')),
  }
}

/** Replaces what could be a secret or a person in free text. */
export function strikeOut(text: string): string {
  return text
    .replace(/-----BEGIN[\s\S]*?(?:-----END[^-]*-----|$)/g, '[struck out]')
    .replace(/[^\s"'<>@]+@[^\s"'<>@]+/g, '[struck out]')
    .replace(/[A-Za-z0-9_\-+/=.]{24,}/g, '[struck out]')
}
