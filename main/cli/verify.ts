import { once } from 'node:events'
import type { Verify } from '../identity/check.ts'
import { verify } from '../identity/verify.ts'
import type { Line } from './lines.ts'
import { readLines } from './lines.ts'
import { longestLine, readCase, writeCase } from './verify-line.ts'

/** Where the judged lines go. The promise settles when more can be written. */
export interface LineSink {
  write(line: string): Promise<void>
}

/**
 * Judges NDJSON cases with the console's own engine: one JSON object per line in, one per line out, in the same order.
 * A line that cannot be read yields `{ line, error }`, and the others are still judged.
 *
 * @returns the exit status: 2 where any line could not be read, else 0
 */
export async function judgeLines(
  input: AsyncIterable<Uint8Array>,
  output: LineSink,
  engine: Verify,
  clock: () => number,
): Promise<0 | 2> {
  let status: 0 | 2 = 0
  for await (const line of readLines(input, longestLine)) {
    if (line.text?.trim() === '') continue
    const answer = await judgeLine(line, engine, clock)
    if ('error' in answer) status = 2
    await output.write(`${JSON.stringify(answer)}\n`)
  }
  return status
}

async function judgeLine(line: Line, engine: Verify, clock: () => number) {
  if (line.text === null) {
    const error = line.problem === 'too-long' ? 'The line is longer than 1 MiB.' : 'The line is not UTF-8.'
    return { line: line.number, error }
  }
  const reading = readCase(line.text, clock())
  if (!reading.ok) return { line: line.number, error: reading.error }
  return writeCase(reading.value.id, await engine(reading.value.request))
}

async function run(): Promise<void> {
  const { stdin, stdout, stderr, argv } = process
  // A file that is named and not read would look like one that holds nothing wrong.
  if (argv.length > 2) {
    stderr.write('verify reads its cases from standard input and takes no arguments: npm run verify < cases.ndjson\n')
    process.exitCode = 2
    return
  }
  // Whoever reads our lines may stop early (`| head`): that is no error of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  const sink: LineSink = {
    write: async (line) => {
      if (!stdout.write(line)) await once(stdout, 'drain')
    },
  }
  process.exitCode = await judgeLines(stdin, sink, verify, Date.now)
}

if (import.meta.main) await run()
