import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from './client.ts'
import { isFileAsClosed } from './file-digest.ts'
import type { Store } from './port.ts'
import { readStamp } from './stamp-file.ts'
import type { testReads, testWrites } from './testing/worker.ts'

type TestStore = Store<typeof testWrites, typeof testReads>
const workerUrl = new URL('./testing/worker.ts', import.meta.url)

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-store-'))
  path = join(folder, 'test.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(onLost?: (message: string) => void): Promise<{ store: TestStore; warning: string | null }> {
  const opened = await openStore<typeof testWrites, typeof testReads>({
    workerUrl,
    databasePath: path,
    ...(onLost ? { onLost } : {}),
  })
  if (opened.state === 'failed') throw new Error(opened.reason)
  return opened
}

describe('the store', () => {
  test('answers writes in their order, and reads see what was acknowledged', async () => {
    const { store } = await open()
    const answers = await Promise.all(Array.from({ length: 2_000 }, (_, n) => store.write('add', n)))
    expect(answers).toEqual(Array.from({ length: 2_000 }, (_, n) => n))
    for (let n = 2_000; n < 2_050; n += 1) {
      await store.write('add', n)
      expect(await store.read('count', null)).toBe(n + 1)
    }
    await store.close()
    await expect(store.write('add', 1)).rejects.toMatchObject({ code: 'storage-unavailable' })
  })

  test('refuses alone what cannot be handed to its thread', async () => {
    const { store } = await open()
    const results = await Promise.allSettled([
      store.write('add', 1),
      store.write('add', (() => 2) as unknown as number),
      store.write('add', 3),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { code: 'internal' } })
    await store.close()
  })

  test('undoes a refused operation alone, in the middle of its group', async () => {
    const { store } = await open()
    const results = await Promise.allSettled([
      store.write('add', 1),
      store.write('refuse', 2),
      store.write('add', 1),
      store.write('add', 3),
    ])
    expect(results.map((result) => (result.status === 'rejected' ? result.reason.code : 'stored'))).toEqual([
      'stored',
      'conflict',
      'internal',
      'stored',
    ])
    expect(await store.read('count', null)).toBe(2)
    await store.close()
  })

  test('says storage-full when the disk is, keeps what was acknowledged, and goes on', async () => {
    const { store } = await open()
    await store.write('add', 0)
    await store.write('fill', null)
    const results = await Promise.allSettled(Array.from({ length: 500 }, (_, n) => store.write('add', n + 1)))
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'stored'))
    expect(new Set(codes)).toContain('storage-full')
    expect(await store.read('count', null)).toBe(1 + codes.filter((code) => code === 'stored').length)
    await store.close()
  })

  test('rejects everything that waits when its thread ends, and says so once', async () => {
    let lost = 0
    const { store } = await open(() => {
      lost += 1
    })
    const waiting = Promise.allSettled([store.write('die', undefined as never), store.write('add', 1)])
    for (const result of await waiting) {
      expect(result.status === 'rejected' && result.reason.code).toBe('storage-unavailable')
    }
    await expect(store.write('add', 2)).rejects.toMatchObject({ code: 'storage-unavailable' })
    expect(lost).toBe(1)
    await store.close()
  })

  test('keeps a stamp apart, and notices when an older copy is put back', async () => {
    const first = await open()
    await first.store.write('add', 1)
    await first.store.close()
    copyFileSync(path, `${path}.older`)
    const second = await open()
    expect(second.warning).toBeNull()
    await second.store.write('add', 2)
    await second.store.close()
    expect(readStamp(`${path}.head.json`)).toMatchObject({ count: 2 })
    copyFileSync(`${path}.older`, path)
    const third = await open()
    expect(third.warning).toBe('rows were lost')
    expect(existsSync(`${path}.head.json.unmatched`)).toBe(true)
    await third.store.close()
  })

  test('keeps the digest of the file while it is closed, and never while it is open', async () => {
    const stampOf = () => readStamp(`${path}.head.json`) ?? {}
    const first = await open()
    await first.store.write('add', 1)
    expect(isFileAsClosed(path, stampOf())).toBeNull()
    await first.store.close()
    expect(isFileAsClosed(path, stampOf())).toBe(true)
    const second = await open()
    expect(second.warning).toBeNull()
    expect(isFileAsClosed(path, stampOf())).toBeNull()
    await second.store.close()
    expect(isFileAsClosed(path, stampOf())).toBe(true)

    // A file that cannot be opened was not changed either: what was known of it stays.
    writeFileSync(path, 'this is no database. '.repeat(20))
    expect(await openStore({ workerUrl, databasePath: path })).toMatchObject({ state: 'failed' })
    expect(isFileAsClosed(path, stampOf())).toBe(false)
  })

  test('reads a stamp only as it was written', async () => {
    const { store } = await open()
    await store.write('add', 1)
    await store.close()
    const stampPath = `${path}.head.json`
    const text = readFileSync(stampPath, 'utf8')
    for (let offset = 0; offset < text.length; offset += 1) {
      const bytes = Buffer.from(text)
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << (offset % 7))
      writeFileSync(stampPath, bytes)
      expect([offset, readStamp(stampPath)]).toEqual([offset, {}])
    }
    rmSync(stampPath)
    expect(readStamp(stampPath)).toBeNull()
  })

  test('answers a failure for a file that is no database', async () => {
    const text = 'this is no database, and it stays as it is. '.repeat(10)
    writeFileSync(path, text)
    expect(await openStore({ workerUrl, databasePath: path })).toMatchObject({
      state: 'failed',
      reason: 'not-a-database',
    })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})
