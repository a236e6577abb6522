/**
 * Chromium cannot be taught a new scheme from outside, so `app://console/x` is shown to it as
 * `https://console.app.localhost/x`: an origin of its own and a secure context, resolved by nobody but the host.
 */
const suffix = '.localhost'

/** The address Chromium is given for one of the app's own schemes; null for any other scheme. */
export function toChromium(address: string, schemes: ReadonlySet<string>): string | null {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/.exec(address)
  if (!parts) return null
  const [, scheme, host, rest] = parts as unknown as [string, string, string, string]
  return schemes.has(scheme) ? `https://${host}.${scheme}${suffix}${rest}` : null
}

/** The address the app knows, for one that Chromium reports; null when it belongs to none of the app's schemes. */
export function fromChromium(address: string, schemes: ReadonlySet<string>): string | null {
  const parts = /^https:\/\/([^/?#:]+)\.([a-z0-9+-]+)\.localhost(?=[/?#]|$)(.*)$/.exec(address)
  if (!parts) return null
  const [, host, scheme, rest] = parts as unknown as [string, string, string, string]
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : null
}
