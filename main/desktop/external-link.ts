/**
 * The form in which a link may be handed to the operating system: https only, without credentials, written again
 * from its parsed parts, so that what is checked is what is opened. Null refuses.
 */
export function safeExternalUrl(address: string): string | null {
  if (address.length > 2_048 || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'https:' || url.username || url.password || !url.hostname) return null
  return url.href
}
