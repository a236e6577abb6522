import { appendFileSync } from 'node:fs'

/** Everything that passes between window and main process, both ways, as JSON lines. */
export interface Transcript {
  asked(channel: string, args: unknown[]): void
  answered(channel: string, value: unknown): void
  pushed(channel: string, args: unknown[]): void
}

/** Keeps a transcript in this file, for tests that search it; null keeps none. */
export function openTranscript(file: string | null): Transcript {
  const write = (way: string, channel: string, said: unknown) => {
    if (file !== null) appendFileSync(file, `${JSON.stringify({ way, channel, said })}\n`, { mode: 0o600 })
  }
  return {
    asked: (channel, args) => write('asked', channel, args),
    answered: (channel, value) => write('answered', channel, value),
    pushed: (channel, args) => write('pushed', channel, args),
  }
}
