import type { ChannelPolicy, ChannelView, KeyState, KeyView } from '#shared/domain/channel.ts'
import type { Platform } from '#shared/vendors/vendor.ts'
import type { Tone } from '../../ui/chip.tsx'

/** One line for each policy: what happens to a visitor who is not verified. */
export const policyWords: Record<ChannelPolicy, { title: string; meaning: string }> = {
  observe: { title: 'Observe', meaning: 'Agents see who is verified. Visitors notice nothing.' },
  warn: {
    title: 'Warn',
    meaning: 'Every message arrives. Who is not verified is told so in the chat, and asked to sign in.',
  },
  enforce: {
    title: 'Enforce',
    meaning: 'Only verified visitors can write. All others are told why not, and asked to sign in.',
  },
}

const number = new Intl.NumberFormat('en')

/** A count with thousands marked, e.g. `1,284`. */
export const countWords = (count: number): string => number.format(count)

/** Share of messages that were verified, as a person reads it; a dash where there was no message. */
export function verifiedShare(counts: ChannelView['counts']): string {
  if (counts.messages === 0) return '–'
  if (counts.verified === counts.messages) return '100 %'
  const share = (counts.verified / counts.messages) * 100
  return `${share > 99 ? (Math.floor(share * 10) / 10).toFixed(1) : Math.round(share)} %`
}

export const keyStateLooks: Record<KeyState, { words: string; tone: Tone }> = {
  active: { words: 'Active', tone: 'good' },
  retiring: { words: 'Ends soon', tone: 'warning' },
  retired: { words: 'Retired', tone: 'slate' },
}

/** Which apps sign with a key, for vendors that give each kind its own. */
export const platformWords: Record<Platform, string> = {
  web: 'the web site',
  ios: 'the iOS app',
  android: 'the Android app',
}

/** The state of all keys of a channel in one phrase. */
export function keysInWords(keys: readonly KeyView[]): { words: string; tone: Tone } {
  const usable = keys.filter((key) => key.state !== 'retired')
  if (usable.some((key) => !key.available)) return { words: 'Key cannot be opened', tone: 'danger' }
  if (usable.length === 0) return { words: keys.length === 0 ? 'No key' : 'All keys retired', tone: 'danger' }
  const sound = usable.filter((key) => key.compromisedAt === null)
  if (sound.length === 0) return { words: 'Key seen outside', tone: 'danger' }
  if (sound.length < usable.length) return { words: 'One seen outside', tone: 'danger' }
  if (usable.every((key) => key.state === 'retiring')) return { words: 'Last key ends soon', tone: 'warning' }
  if (usable.length > 1) return { words: `${usable.length} keys`, tone: 'good' }
  return { words: '1 key', tone: 'good' }
}

/** Lines of a text area: trimmed, empty ones left out. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What is wrong with one of these origins, or null. The main process checks again. */
export function problemWithOrigins(lines: readonly string[]): string | null {
  for (const line of lines) {
    if (line.includes('*')) return 'Wildcards are not possible: list every origin by its exact name.'
    if (!/^https?:\/\//i.test(line)) return `“${line}” needs https:// in front of the host.`
    if (!URL.canParse(line)) return `“${line}” is not an address.`
    const url = new URL(line)
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || line.endsWith('/'))
      return `“${line}” should end after the host: ${url.origin}`
  }
  return null
}
