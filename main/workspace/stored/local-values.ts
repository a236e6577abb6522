import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'

/** What this machine remembers for itself. It is nobody's record, so it is not journalled. */
export const localValueWrites = {
  'localValues.keep': (handle: WriteHandle, input: { name: string; json: string }): void => {
    run(handle, 'INSERT OR REPLACE INTO local_values (name, json) VALUES (?, ?)', input.name, input.json)
  },
}
export type LocalValueWrites = typeof localValueWrites

export const localValueReads = {
  'localValues.get': (handle: ReadHandle | WriteHandle, input: { name: string }): string | null =>
    one<{ json: string }>(handle, 'SELECT json FROM local_values WHERE name = ?', input.name)?.json ?? null,
}
export type LocalValueReads = typeof localValueReads
