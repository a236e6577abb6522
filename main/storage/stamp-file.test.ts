import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStampFile, readStamp } from './stamp-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-stamp-'))
  path = join(folder, 'head.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('keeping a stamp does not wait for the disk; flushing does, and the last one is there', async () => {
  const file = createStampFile(path)
  file.keep({ count: 1 })
  expect(existsSync(path)).toBe(false)
  for (let count = 2; count <= 50; count += 1) file.keep({ count })
  // Twice at once: one after the other, and never an older one over a newer one.
  await Promise.all([file.flush(), file.flush()])
  expect(readStamp(path)).toEqual({ count: 50 })
  expect(existsSync(`${path}.next`)).toBe(false)
  file.keep({ count: 51 })
  await file.flush()
  expect(readStamp(path)).toEqual({ count: 51 })
})

test('a stamp that cannot be written is no trouble for whoever flushes', async () => {
  const file = createStampFile(join(folder, 'nowhere', 'head.json'))
  file.keep({ count: 1 })
  await expect(file.flush()).resolves.toBeUndefined()
})
