import type { Refusal, RefusalCode, RefusalReport } from '#shared/domain/envelope.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'

/** The sentences of refusals made at the door. They name no channel, no limit and no path. */
const sentences: Record<RefusalCode, string> = {
  'unknown-channel': 'This page may not open this chat.',
  'origin-not-allowed': 'This page may not open this chat.',
  'host-not-allowed': 'The request names another server.',
  'method-not-allowed': 'This address does not take that method.',
  'not-authorised': 'The channel or its token is not right.',
  'too-large': 'That is too large to send.',
  malformed: 'That could not be read.',
  'too-fast': 'That was too fast. It can be sent again in a moment.',
  'too-many-connections': 'Too many chats are open from this site at the moment.',
  'unverified-visitor': 'Please sign in on this site to chat.',
  'blocked-visitor': 'The support desk does not take messages from this visitor.',
  'unknown-session': 'This chat has to be opened first.',
  'console-unavailable': 'The support desk is not available at the moment.',
  'storage-full': 'The support desk cannot store messages at the moment.',
  'id-reused': 'Another message was already sent under this id.',
  'secret-exposed': 'A page sent a configured secret.',
}

const retryable: ReadonlySet<RefusalCode> = new Set([
  'too-fast',
  'too-many-connections',
  'console-unavailable',
  'storage-full',
])

/**
 * A refusal of the door itself, with its fixed sentence. Outside, an unknown channel is a page that may not chat:
 * which of the two it was, and so which channels exist, is for the console alone.
 */
export function refusal(reason: RefusalCode): Refusal {
  const code = reason === 'unknown-channel' ? 'origin-not-allowed' : reason
  return { outcome: 'refused', code, sentence: sentences[code], retry: retryable.has(code) }
}

/** HTTP status of a refusal (RFC 9110; 421 §15.5.20, 429 and 507 by RFC 6585 and RFC 4918). */
export const statusOfRefusal: Record<RefusalCode, number> = {
  'unknown-channel': 404,
  'origin-not-allowed': 403,
  'host-not-allowed': 421,
  'method-not-allowed': 405,
  'not-authorised': 401,
  'too-large': 413,
  malformed: 400,
  'too-fast': 429,
  'too-many-connections': 503,
  'unverified-visitor': 403,
  'blocked-visitor': 403,
  'unknown-session': 404,
  'console-unavailable': 503,
  'storage-full': 507,
  'id-reused': 409,
  'secret-exposed': 403,
}

export interface RefusalLedger {
  note(channelId: ChannelId | null, code: RefusalCode, origin: string | null): void
  /** Hands over what is gathered, and stops. */
  close(): void
}

/**
 * Gathers refusals by channel, code and origin, and reports them at most once in `interval` ms, so that a flood of
 * refusals costs the console one call. Beyond `kindsMax` kinds the origin is left out: an attacker may invent origins.
 */
export function createRefusalLedger(
  report: (reports: RefusalReport[]) => void,
  clock: Clock,
  interval = 1_000,
  kindsMax = 200,
): RefusalLedger {
  const gathered = new Map<string, RefusalReport>()
  let timer: NodeJS.Timeout | null = null

  const flush = () => {
    timer = null
    if (gathered.size === 0) return
    const reports = [...gathered.values()]
    gathered.clear()
    report(reports)
  }

  return {
    note(channelId, code, origin) {
      let from = origin === null ? null : origin.slice(0, 300)
      let key = JSON.stringify([channelId, code, from])
      if (!gathered.has(key) && gathered.size >= kindsMax) {
        from = null
        key = JSON.stringify([channelId, code, null])
      }
      const known = gathered.get(key)
      if (known === undefined) gathered.set(key, { channelId, code, origin: from, at: clock(), count: 1 })
      else {
        known.count += 1
        known.at = clock()
      }
      timer ??= setTimeout(flush, interval).unref()
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      flush()
    },
  }
}
