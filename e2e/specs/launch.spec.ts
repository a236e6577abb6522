import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Bridge } from '#shared/contract/bridge.ts'
import { launchConsole } from '../support/launch-console.ts'

const ask = () => (globalThis as unknown as { bonafide: Bridge }).bonafide.session.get({})

test('starts on an empty profile, answers, says what it runs on, and ends in order', async () => {
  const started = await launchConsole()
  try {
    const answer = await started.page.evaluate(ask)
    expect(answer).toMatchObject({ ok: true, value: { runtime: started.runtime } })
    expect(await started.page.title()).toContain('Bonafide')
    expect(await started.page.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800])
    test.info().annotations.push({ type: 'start', description: `${Math.round(started.readyAfter)} ms` })
  } finally {
    await started.close()
  }
  expect(existsSync(started.profileFolder)).toBe(false)
})

test('keeps its profile to its owner', async () => {
  const started = await launchConsole()
  try {
    expect(statSync(started.profileFolder).mode & 0o077).toBe(0)
    const open = readdirSync(started.profileFolder).filter((name) => {
      const stat = statSync(join(started.profileFolder, name))
      return stat.isFile() && /key|lock|\.db|\.sqlite/.test(name) && (stat.mode & 0o077) !== 0
    })
    expect(open).toEqual([])
  } finally {
    await started.close()
  }
})

test('opens the profile of a console that was killed', async () => {
  const first = await launchConsole()
  await first.kill()
  const second = await launchConsole({ profileFolder: first.profileFolder })
  try {
    expect(await second.page.evaluate(ask)).toMatchObject({ ok: true })
  } finally {
    await second.close()
  }
})

test('a second console with the same profile ends by itself and says why', async () => {
  const first = await launchConsole()
  try {
    await expect(launchConsole({ profileFolder: first.profileFolder })).rejects.toThrow(
      'already runs with this profile',
    )
    expect(await first.page.evaluate(ask)).toMatchObject({ ok: true })
  } finally {
    await first.close()
  }
})

test('closing the window ends the console', async () => {
  const started = await launchConsole()
  const ended = started.ended()
  await started.page.close()
  await ended
  await started.close()
})
