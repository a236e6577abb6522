import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { safeExternalUrl } from './external-link.ts'
import { debuggingSwitch, readLaunchOptions, startsWithoutSandbox } from './launch-options.ts'
import { openLog } from './log.ts'
import { mayHavePermission } from './permissions.ts'

describe('safeExternalUrl', () => {
  it('writes an https address again from its parts', () => {
    expect(safeExternalUrl('HTTPS://Example.org/a b')).toBe('https://example.org/a%20b')
    expect(safeExternalUrl('https://exаmple.com/')).toBe('https://xn--exmple-4nf.com/')
  })

  it.each([
    'http://example.org/',
    'file:///etc/passwd',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'blob:https://example.org/1',
    'search-ms:query=x',
    'ftp://example.org',
    'mailto:a@example.org',
    'tel:1',
    'app://console/',
    '\\\\server\\share',
    '//example.org',
    'https://user:pass@example.org/',
    'https://user@example.org/',
    'https://',
    `https://example.org/${'x'.repeat(3_000)}`,
    '',
  ])('refuses %s', (address) => expect(safeExternalUrl(address)).toBeNull())
})

describe('mayHavePermission', () => {
  it.each([
    'geolocation',
    'notifications',
    'media',
    'clipboard-read',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'serial',
    'hid',
    'usb',
    'fileSystem',
    'idle-detection',
    'something new',
  ])('denies %s to the console’s own page', (permission) => {
    expect(mayHavePermission(permission, 'app://console', true)).toBe(false)
  })

  it('lets the own main page alone write to the clipboard', () => {
    expect(mayHavePermission('clipboard-sanitized-write', 'app://console', true)).toBe(true)
    expect(mayHavePermission('clipboard-sanitized-write', 'app://console', false)).toBe(false)
    expect(mayHavePermission('clipboard-sanitized-write', 'https://example.org', true)).toBe(false)
    expect(mayHavePermission('clipboard-sanitized-write', '', true)).toBe(false)
  })
})

describe('readLaunchOptions', () => {
  it('prefers the command line to the environment', () => {
    const options = readLaunchOptions(
      ['--profile=p', '--port=0'],
      { BONAFIDE_PROFILE: '/q', BONAFIDE_PORT: '5000' },
      '/w',
    )
    expect(options).toEqual({ profileFolder: '/w/p', port: 0 })
    expect(readLaunchOptions([], { BONAFIDE_PROFILE: '/q', BONAFIDE_PORT: '5000' }, '/w')).toEqual({
      profileFolder: '/q',
      port: 5000,
    })
  })

  it.each(['', '-1', '65536', '1e3', '80x', '4610.5'])('takes the usual port for %j', (port) => {
    expect(readLaunchOptions([], { BONAFIDE_PORT: port }, '/').port).toBe(4610)
  })
})

describe('debuggingSwitch', () => {
  it.each(['--inspect', '--inspect=0', '--inspect-brk', '--remote-debugging-port=9222', '--remote-debugging-pipe'])(
    'finds %s',
    (argument) => expect(debuggingSwitch(['x', argument])).toBe(argument),
  )
  it.each(['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'ELECTRON_RUN_AS_NODE'])('finds %s', (name) =>
    expect(debuggingSwitch(['x'], { PATH: '/bin', [name]: '1' })).toBe(name),
  )
  it('lets the console’s own options pass', () =>
    expect(debuggingSwitch(['--profile=/x', '--port=1'], { PATH: '/bin', NODE_OPTIONS: '' })).toBeNull())
})

describe('startsWithoutSandbox', () => {
  it.each([
    [['bonafide', '--no-sandbox', '.'], false, true],
    [['bonafide', '--no-sandbox', '.'], true, false],
    [['bonafide', '.'], false, false],
  ])('reads %j, packaged: %s', (argv, isPackaged, without) =>
    expect(startsWithoutSandbox(argv, isPackaged)).toBe(without),
  )
})

describe('openLog', () => {
  it('writes a file for its owner alone, without secrets and without people', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonafide-log-'))
    try {
      const log = openLog(folder)
      const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0'
      const pem = '-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY-----'
      log.error({ err: new Error(`bad ${secret} of richard@piedpiper.com ${pem}`), token: secret }, 'failed')
      const file = join(folder, 'logs/console.ndjson')
      const text = readFileSync(file, 'utf8')
      expect(text).toContain('struck out')
      expect(text).not.toMatch(new RegExp(`${secret}|piedpiper|MIG|${folder}`))
      expect(statSync(file).mode & 0o777).toBe(0o600)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
