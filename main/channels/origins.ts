import { ProblemError } from '#shared/contract/result.ts'

/**
 * Reads one origin as a person typed it and answers it as browsers send it: `scheme://host[:port]`, lower-cased,
 * international names as punycode, without the default port. Exactly this origin will be let in: no subdomain of
 * it, no other port, and no wildcard.
 *
 * @throws ProblemError `input-invalid` with what is wrong and what to type instead
 */
export function parseOrigin(text: string): string {
  const typed = text.trim()
  const refuse = (message: string): never => {
    throw new ProblemError('input-invalid', message)
  }
  if (typed === '') return refuse('An origin is empty. Type one like https://shop.example.')
  if (typed.includes('*')) return refuse('Wildcards are not possible: list every origin by its exact name.')
  if (!/^https?:\/\//i.test(typed)) return refuse('An origin starts with https://, for example https://shop.example.')
  if (/[\s\\@?#]/.test(typed) || !URL.canParse(typed))
    return refuse('This is not an origin. Type one like https://shop.example.')
  const url = new URL(typed)
  if (url.pathname !== '/' || /^https?:\/\/[^/]*\/.+/i.test(typed)) {
    return refuse('An origin has no path: leave out everything after the host and port.')
  }
  if (url.hostname === '' || url.hostname.endsWith('.')) return refuse('The host of an origin does not end in a dot.')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return refuse(
      'An origin must be https, so that nobody on the way can change its pages. Only localhost may use http.',
    )
  }
  return url.origin
}

/** Reads a list of origins; empty lines are left out, doubles are kept once. */
export function parseOrigins(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text.trim() !== '').map(parseOrigin))]
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]'
}
