import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { appHost, appScheme } from './origin.ts'

/** URL path (`/assets/index-abc.js`) to the absolute path of the one file that answers it. */
export type AppFiles = ReadonlyMap<string, string>

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
}

/**
 * Lists every file below `folder` once. A request is answered from this list or with 404, so no path that a URL
 * can spell ever reaches the file system. Files of an unknown kind (source maps) are left out.
 */
export function listAppFiles(folder: string): AppFiles {
  const files = new Map<string, string>()
  const walk = (relative: string) => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      const path = `${relative}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile() && contentTypes[extname(entry.name)]) files.set(path, join(folder, path))
    }
  }
  walk('')
  return files
}

/** The policy of the console's page: nothing inline, nothing from elsewhere, no text turned into code. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Answers one request of the window for `app://console/...`: a listed file, 404, or 405 for anything but GET. */
export async function answerAppRequest(files: AppFiles, request: { method: string; url: string }): Promise<Response> {
  const headers = new Headers({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  })
  if (request.method !== 'GET') return new Response(null, { status: 405, headers })
  const file = fileFor(files, request.url)
  if (file === undefined) return new Response(null, { status: 404, headers })
  try {
    const body = await readFile(file)
    headers.set('Content-Type', contentTypes[extname(file)] ?? 'application/octet-stream')
    return new Response(body, { status: 200, headers })
  } catch {
    return new Response(null, { status: 404, headers })
  }
}

function fileFor(files: AppFiles, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.protocol !== `${appScheme}:` || url.host !== appHost || url.username || url.password) return undefined
  // Compared as it is spelled: a percent sign, a backslash or a dot segment that survived parsing is in no list.
  return files.get(url.pathname === '/' || url.pathname === '' ? '/index.html' : url.pathname)
}
