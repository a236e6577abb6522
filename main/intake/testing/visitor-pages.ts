import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface VisitorPages {
  readonly origin: string
  /** Address of a page with this HTML in its body, under a strict CSP. */
  add(path: string, html: string): string
  close(): Promise<void>
}

/** A web site on loopback whose pages may load scripts and open sockets only at `intakeUrl`; no inline style at all. */
export async function servePages(intakeUrl: () => string): Promise<VisitorPages> {
  const pages = new Map<string, string>()
  const server = createServer((request, response) => {
    const html = pages.get(request.url?.split('?')[0] ?? '')
    if (html === undefined) {
      response.writeHead(404).end()
      return
    }
    const intake = intakeUrl()
    const policy = [
      "default-src 'none'",
      `script-src ${intake} 'nonce-page'`,
      `connect-src ${intake.replace('http', 'ws')}`,
      "require-trusted-types-for 'script'",
    ].join('; ')
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body><h1>Shop</h1>${html}</body></html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    add(path, html) {
      pages.set(path, html)
      return `${origin}${path}`
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
