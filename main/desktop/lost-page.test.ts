import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { bringBackLostPage } from './lost-page.ts'

const boxes = vi.hoisted(() => [] as string[])
vi.mock('electron', () => ({ dialog: { showErrorBox: (title: string) => boxes.push(title) } }))

function windowAndPage() {
  const webContents = new EventEmitter()
  const done: string[] = []
  let destroyed = false
  const window = {
    webContents,
    isDestroyed: () => destroyed,
    async loadURL(url: string) {
      done.push(url)
    },
    destroy() {
      destroyed = true
      done.push('destroyed')
    },
  }
  let now = 0
  const reported: string[] = []
  const report = (where: string, error: unknown) => void reported.push(`${where}: ${(error as Error).message}`)
  bringBackLostPage(window as unknown as BrowserWindow, { clock: () => now, report })
  const lose = async (after: number, reason = 'crashed') => {
    now += after
    webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { window, done, reported, lose }
}

describe('a page whose process is gone', () => {
  beforeEach(() => void boxes.splice(0))

  it('is loaded anew, and its end is in the log', async () => {
    const { done, reported, lose } = windowAndPage()
    await lose(0, 'oom')
    expect(done).toEqual(['app://console/index.html'])
    expect(reported).toEqual(['page: the process of the page is gone: oom'])
  })

  it('comes back as often as needed over a day', async () => {
    const { done, lose } = windowAndPage()
    for (let time = 0; time < 10; time += 1) await lose(21_000)
    expect(done).toHaveLength(10)
    expect(boxes).toEqual([])
  })

  it('that ends four times within a minute is closed, with a sentence', async () => {
    const { done, lose } = windowAndPage()
    for (let time = 0; time < 4; time += 1) await lose(15_000)
    expect(done.slice(3)).toEqual(['destroyed'])
    expect(boxes).toEqual(['This window cannot be shown'])
  })

  it('is left alone where the window was closed meanwhile', async () => {
    const { window, done, lose } = windowAndPage()
    window.destroy()
    await lose(0)
    expect(done).toEqual(['destroyed'])
  })
})
