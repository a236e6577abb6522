import { type SchemeName, schemeNames } from '#shared/domain/verdict.ts'

/** What the script tag says: `<script src="http://127.0.0.1:4610/widget.js" data-channel="chan_…" data-scheme="fernand">`. */
export interface ScriptSettings {
  channel: string
  scheme: SchemeName
  /** WebSocket address of the intake that served the script. */
  socketUrl: string
  /** Heading of the chat, from `data-title`. */
  title: string
}

/** Reads the script tag; null where it names no channel, no known scheme or no address. */
export function readScriptSettings(script: {
  src: string
  getAttribute(name: string): string | null
}): ScriptSettings | null {
  const channel = script.getAttribute('data-channel')
  const scheme = schemeNames.find((name) => name === script.getAttribute('data-scheme'))
  if (channel === null || channel === '' || scheme === undefined) return null
  let url: URL
  try {
    url = new URL('/v1/visitor', script.src)
  } catch {
    return null
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.search = new URLSearchParams({ channel }).toString()
  return { channel, scheme, socketUrl: url.href, title: script.getAttribute('data-title') || 'Chat with us' }
}
