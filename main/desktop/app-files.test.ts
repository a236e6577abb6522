import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppFiles, answerAppRequest, listAppFiles } from './app-files.ts'

let folder: string
let files: AppFiles

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-files-'))
  mkdirSync(join(folder, 'out/assets'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'out/index.html'), '<!doctype html><html><head><title>x</title></head></html>')
  writeFileSync(join(folder, 'out/assets/index-1.js'), 'export {}')
  writeFileSync(join(folder, 'out/assets/index-1.js.map'), '{}')
  files = listAppFiles(join(folder, 'out'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const get = (url: string, method = 'GET') => answerAppRequest(files, { method, url })

describe('answerAppRequest', () => {
  it('serves a listed file with its type', async () => {
    const response = await get('app://console/assets/index-1.js')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['app://console/', 'app://console', 'app://console/index.html?x#y'])('serves the page at %s', async (url) => {
    const response = await get(url)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('<title>x</title>')
  })

  it('sends a policy that allows nothing from elsewhere and nothing inline', async () => {
    const policy = (await get('app://console/')).headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /)
    expect(policy).not.toMatch(/unsafe|\*|https:|wasm/)
  })

  it.each([
    'app://console/../package.json',
    'app://console/..%2fpackage.json',
    'app://console/%2e%2e/package.json',
    'app://console/%2e%2e%2fpackage.json',
    'app://console/..%5cpackage.json',
    'app://console/..\\package.json',
    'app://console/assets/../../package.json',
    'app://console//package.json',
    'app://console//etc/passwd',
    'app://console/index.html%00.js',
    'app://console/%69ndex.html',
    'app://console/index.html/',
    'app://console/assets',
    'app://console/assets/',
    'app://console/assets/index-1.js.map',
    'app://console/__proto__',
    'app://evil/index.html',
    'app://console.evil/index.html',
    'app://console:1/index.html',
    'app://user@console/index.html',
    'https://console/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('answers %s with 404 and no body', async (url) => {
    const response = await get(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
    expect(response.headers.get('content-security-policy')).not.toBeNull()
  })

  it.each(['POST', 'PUT', 'OPTIONS'])('answers %s with 405', async (method) => {
    expect((await get('app://console/', method)).status).toBe(405)
  })
})
