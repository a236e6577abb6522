import type { ChannelDoor } from '#shared/domain/envelope.ts'

/** Every value of one header as it stood on the wire; Node's `headers` object hides repetitions. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values
}

/** The exact `Host` headers that a server on this loopback port answers to. */
export function loopbackHosts(port: number, alsoKnownAs: readonly string[] = []): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`, ...alsoKnownAs])
}

/**
 * True where a request names this server and nothing else: one `Host` line, exactly one of `hosts`, and a target in
 * origin form (RFC 9112 §3.2.1). Whatever else arrives on loopback came through a name that resolves to it, which
 * is how DNS rebinding looks from here.
 */
export function namesThisServer(rawHeaders: readonly string[], target: string, hosts: ReadonlySet<string>): boolean {
  const named = headerValues(rawHeaders, 'host')
  const [host] = named
  if (named.length !== 1 || host === undefined) return false
  if (!target.startsWith('/') || target.startsWith('//')) return false
  return hosts.has(host.toLowerCase())
}

/** The one `Origin` of a request; null where there is none or more than one. */
export function singleOrigin(rawHeaders: readonly string[]): string | null {
  const origins = headerValues(rawHeaders, 'origin')
  return origins.length === 1 && origins[0] !== '' ? (origins[0] ?? null) : null
}

/** Exact comparison with the channel's list. The opaque origin `null` is everybody's and is never let in. */
export function originAllowed(door: ChannelDoor, origin: string): boolean {
  return origin !== 'null' && door.origins.includes(origin)
}

/** True for any sign that a browser made the request: only servers may use the server route, and they send none. */
export function comesFromBrowser(rawHeaders: readonly string[]): boolean {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (name === 'origin' || name.startsWith('sec-fetch-') || name === 'cookie') return true
  }
  return false
}

/** True where `origin` is the serialisation of an http(s) origin, as a browser would send it. */
export function isOrigin(origin: string): boolean {
  if (!/^https?:\/\//.test(origin)) return false
  try {
    return new URL(origin).origin === origin
  } catch {
    return false
  }
}
