import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { dialog } from 'electron'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { saveFile } from './save-file.ts'

vi.mock('electron', () => ({ dialog: { showSaveDialog: vi.fn() } }))

let folder: string
const window = {} as BrowserWindow
const answer = (given: { canceled: boolean; filePath: string }) =>
  vi.mocked(dialog.showSaveDialog as (...args: unknown[]) => Promise<unknown>).mockResolvedValue(given)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-save-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('puts the text where the person says, for this user alone, and tells names without a path', async () => {
  mkdirSync(join(folder, 'Templates'))
  answer({ canceled: false, filePath: join(folder, 'Templates', 'mine.csv') })
  expect(await saveFile(window, { name: 'templates.csv', text: 'title\r\n' })).toEqual({
    file: 'mine.csv',
    folder: 'Templates',
  })
  expect(readFileSync(join(folder, 'Templates', 'mine.csv'), 'utf8')).toBe('title\r\n')
  expect(statSync(join(folder, 'Templates', 'mine.csv')).mode & 0o777).toBe(0o600)
  expect(dialog.showSaveDialog).toHaveBeenCalledWith(window, {
    defaultPath: 'templates.csv',
    filters: [{ name: 'CSV', extensions: ['csv'] }],
  })
})

it('writes nothing where the person cancels', async () => {
  answer({ canceled: true, filePath: '' })
  expect(await saveFile(window, { name: 'templates.json', text: '{}' })).toBeNull()
  expect(readdirSync(folder)).toEqual([])
})

it('leaves nothing half written where it cannot be put', async () => {
  mkdirSync(join(folder, 'taken.json'))
  answer({ canceled: false, filePath: join(folder, 'taken.json') })
  await expect(saveFile(window, { name: 'templates.json', text: '{}' })).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
  expect(readdirSync(folder)).toEqual(['taken.json'])
  chmodSync(folder, 0o700)
})
