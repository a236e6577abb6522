import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from '@playwright/test'
import { fromChromium, toChromium } from './addresses.ts'
import { createHost } from './create-host.ts'
import { openDebuggingPipe } from './debugging-pipe.ts'
import { emulateSafeStorage } from './safe-storage.ts'
import { emulateSession } from './session.ts'
import { lockProfile } from './single-instance.ts'

const schemes = new Set(['app'])
let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-host-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('addresses of the app’s schemes go there and back, others nowhere', () => {
  for (const address of ['app://console/', 'app://console/a/b.js?c#d', 'app://console/%2e%2e/x', 'app://console']) {
    const shown = toChromium(address, schemes)
    expect(shown).toMatch(/^https:\/\/console\.app\.localhost/)
    expect(fromChromium(shown as string, schemes)).toBe(address)
  }
  expect(toChromium('file:///etc/passwd', schemes)).toBeNull()
  for (const address of [
    'https://example.org/',
    'https://console.app.localhost.evil/',
    'https://console.app.localhost:444/',
    'http://console.app.localhost/',
    'https://console.other.localhost/',
    'https://evil/console.app.localhost/',
    'https://user@console.app.localhost/@',
  ]) {
    const known = fromChromium(address, schemes)
    expect(known === null || !known.startsWith('app://console/'), address).toBe(true)
  }
})

test('what the host lacks throws, and so does listening for what it never sends', () => {
  const { app, ipcMain, session, shell, BrowserWindow } = createHost(null)
  expect(() => app.getAppMetrics()).toThrow('not emulated: app.getAppMetrics')
  expect(() => app.on('browser-window-blur', () => undefined)).toThrow('not emulated: app event')
  expect(() => app.getPath('home')).toThrow("not emulated: app.getPath('home')")
  expect(() => ipcMain.on('x', () => undefined)).toThrow('not emulated: ipcMain.on')
  expect(() => session.defaultSession.clearCache()).toThrow('not emulated: session.defaultSession.clearCache')
  expect(() => shell.beep()).toThrow('not emulated: shell.beep')
  expect(() => new BrowserWindow({ webPreferences: { sandbox: false } })).toThrow('webPreferences.sandbox')
  expect(() => new BrowserWindow({ webPreferences: { sandbox: true } })).toThrow('webPreferences.contextIsolation')
})

test('a profile belongs to one console; a second start is told to the first', async () => {
  const again = Promise.withResolvers<void>()
  const first = lockProfile(folder, () => again.resolve())
  expect(first).not.toBeNull()
  expect(lockProfile(folder, () => undefined)).toBeNull()
  await again.promise
  first?.release()
  const next = lockProfile(folder, () => undefined)
  expect(next).not.toBeNull()
  next?.release()
})

test('a lock left behind by a process that is gone is taken over', () => {
  for (const left of ['999999999 1', `${process.pid} 1`, 'nonsense', '']) {
    writeFileSync(join(folder, 'host.lock'), left)
    const lock = lockProfile(folder, () => undefined)
    expect(lock, left).not.toBeNull()
    lock?.release()
  }
})

test('the emulated safeStorage seals under a key file of its owner, and opens nothing that was changed', async () => {
  const storage = emulateSafeStorage(() => folder)
  const sealed = await storage.encryptStringAsync('секрет')
  expect(sealed.includes(Buffer.from('секрет'))).toBe(false)
  expect((await storage.decryptStringAsync(sealed)).result).toBe('секрет')
  expect(statSync(join(folder, 'host-keystore.key')).mode & 0o777).toBe(0o600)
  for (let index = 0; index < sealed.length; index++) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] as number) ^ 1
    await expect(storage.decryptStringAsync(changed), `byte ${index}`).rejects.toThrow()
  }
  for (const length of [0, 1, 28, sealed.length - 1]) {
    await expect(storage.decryptStringAsync(sealed.subarray(0, length))).rejects.toThrow()
  }
  const other = emulateSafeStorage(() => mkdtempSync(join(folder, 'other-')))
  await expect(other.decryptStringAsync(sealed)).rejects.toThrow()
  // Another start of the same profile opens it.
  expect((await emulateSafeStorage(() => folder).decryptStringAsync(sealed)).result).toBe('секрет')
})

test('a damaged key file is reported and kept', async () => {
  writeFileSync(join(folder, 'host-keystore.key'), 'short')
  await expect(emulateSafeStorage(() => folder).encryptStringAsync('x')).rejects.toThrow('damaged')
  expect(readFileSync(join(folder, 'host-keystore.key'), 'utf8')).toBe('short')
})

test('nothing is granted that the check handler does not allow', () => {
  const { session, grantsFor } = emulateSession()
  expect(grantsFor('app://console')).toEqual([])
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === 'midi' && origin === 'app://a')
  expect(grantsFor('app://a')).toEqual(['midi'])
  expect(grantsFor('app://b')).toEqual([])
})

test('the pipe puts messages together however they arrive, and fails what waits when it breaks', async () => {
  const toBrowser = new PassThrough()
  const fromBrowser = new PassThrough()
  const pipe = openDebuggingPipe(toBrowser, fromBrowser)
  const events: string[] = []
  pipe.onEvent(({ method }) => events.push(method))
  const answers = [pipe.send('One.a'), pipe.send('Two.b'), pipe.send('Three.c')]
  const bytes = Buffer.from(
    '{"id":2,"error":{"message":"né"}}\0{"method":"Some.event"}\0{"id":1,"result":{"text":"é€😀"}}\0',
  )
  for (const byte of bytes) fromBrowser.write(Buffer.from([byte]))
  expect(await answers[0]).toEqual({ text: 'é€😀' })
  await expect(answers[1]).rejects.toThrow('Two.b: né')
  expect(events).toEqual(['Some.event'])
  fromBrowser.destroy()
  await expect(answers[2]).rejects.toThrow('the browser is gone')
  await expect(pipe.send('Four.d')).rejects.toThrow('the browser is gone')
})
