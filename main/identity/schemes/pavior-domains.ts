import { domainToASCII } from 'node:url'
import { parse } from 'tldts'

export type DomainProblemCode =
  | 'empty'
  | 'has-scheme'
  | 'has-port'
  | 'has-path'
  | 'has-wildcard'
  | 'is-address'
  | 'is-public-suffix'
  | 'not-a-host'

/** A line of the "Shared Authentication Domains" box that was refused. `line` counts from 1. */
export interface DomainProblem {
  line: number
  code: DomainProblemCode
  message: string
}

const sentences: Readonly<Record<DomainProblemCode, string>> = Object.freeze({
  empty: 'The line is empty.',
  'has-scheme': 'Enter the host alone, without https:// before it.',
  'has-port': 'Enter the host alone, without a port.',
  'has-path': 'Enter the host alone, without a path.',
  'has-wildcard': 'Wildcards are not allowed: enter each host on its own line.',
  'is-address': 'Enter a host name, not an IP address.',
  'is-public-suffix': 'This name is shared by many sites. Enter your own host below it.',
  'not-a-host': 'This is not a host name.',
})

/** Hosts under which anyone can have a site, and which the Public Suffix List does not hold. */
const sharedByTenants = new Set([
  'zendesk.com',
  'freshdesk.com',
  'intercom.help',
  'helpscoutdocs.com',
  'helpdocs.io',
  'gorgias.help',
  'crisp.help',
  'groovehq.com',
  'hubspotpagebuilder.com',
  'atlassian.net',
  'statuspage.io',
  'salesforce.com',
  'force.com',
])

/**
 * Reads "Shared Authentication Domains", one bare host per line (SCHEMES §2.3). Hosts are exact: no line ever stands
 * for its subdomains. Lines that are refused are not in `hosts`.
 *
 * @returns the hosts in lower case and punycode, without duplicates, and the problem of each refused line
 */
export function parseSharedDomains(lines: readonly string[]): { hosts: string[]; problems: DomainProblem[] } {
  const hosts = new Set<string>()
  const problems: DomainProblem[] = []
  lines.forEach((text, index) => {
    const parsed = parseBareHost(text)
    const code = parsed.ok ? publicSuffixProblem(parsed.host) : parsed.code
    if (code !== null) problems.push({ line: index + 1, code, message: sentences[code] })
    else if (parsed.ok) hosts.add(parsed.host)
  })
  return { hosts: [...hosts], problems }
}

/**
 * Reads one bare host: trimmed, lower-cased, IDNA to punycode, one trailing dot taken off. Scheme, port, path,
 * wildcard and IP addresses are refused.
 */
export function parseBareHost(text: string): { ok: true; host: string } | { ok: false; code: DomainProblemCode } {
  const line = text.trim()
  if (line === '') return { ok: false, code: 'empty' }
  if (line.includes('://')) return { ok: false, code: 'has-scheme' }
  if (line.includes('*')) return { ok: false, code: 'has-wildcard' }
  if (/^\[|^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(line)) return { ok: false, code: 'is-address' }
  if (/[/\\?#]/.test(line)) return { ok: false, code: 'has-path' }
  if (/:[0-9]*$/.test(line)) return { ok: false, code: 'has-port' }
  if (/[\s@:%]/.test(line)) return { ok: false, code: 'not-a-host' }
  const host = domainToASCII(line.toLowerCase()).replace(/\.$/, '')
  // Browsers read a last label that is a number as part of an IPv4 address, in any of its spellings.
  if (/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/.test(host)) return { ok: false, code: 'is-address' }
  const sound =
    host.length <= 253 && host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  return sound ? { ok: true, host } : { ok: false, code: 'not-a-host' }
}

/** The host name of a page's origin, lower case and without its port; null for what is not an http origin. */
export function hostOfOrigin(origin: string | null): string | null {
  const url = origin === null ? null : URL.parse(origin)
  if (url === null) return null
  const { protocol, hostname, username, password } = url
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return null
  return hostname.replace(/\.$/, '')
}

function publicSuffixProblem(host: string): DomainProblemCode | null {
  const { publicSuffix } = parse(host, { allowPrivateDomains: true })
  return publicSuffix === host || publicSuffix === null || sharedByTenants.has(host) ? 'is-public-suffix' : null
}
