import type { VisitorHistoryMessage } from '#shared/domain/envelope.ts'
import type { Shelf } from './shelf.ts'

type Known = readonly VisitorHistoryMessage[]

/**
 * What this browser has received and what its visitor has seen of it. Kept on the shelf, for every page of this browser.
 * @param confirm tells the desk that a reply has come
 */
export function createReceipts(shelf: Shelf, confirm: (messageId: VisitorHistoryMessage['id']) => void) {
  let looking = false
  const upTo = (mark: 'received' | 'seen') => Number(shelf.get(mark) ?? 0)

  const markSeen = (known: Known) => {
    const last = known.at(-1)
    if (last !== undefined && last.at > upTo('seen')) shelf.set('seen', String(last.at))
  }

  return {
    /**
     * Tells the desk which replies of the history are new to this browser. Pushed ones are confirmed as they come.
     *
     * @param again how many of the newest are told once more: a desk that crashed may not have kept what it was told
     */
    confirm(known: Known, again = 0): void {
      const received = upTo('received')
      const replies = known.filter(({ from }) => from === 'agent')
      const news = replies.filter(({ at }) => at > received)
      const due = Math.max(again, Math.min(news.length, 50))
      for (const { id } of replies.slice(Math.max(0, replies.length - due))) confirm(id)
      const last = news.at(-1)
      if (last !== undefined) shelf.set('received', String(last.at))
      if (looking) markSeen(known)
    },
    /** The visitor looks at the messages, or no longer does. */
    look(now: boolean, known: Known): void {
      looking = now
      if (now) markSeen(known)
    },
    unread(known: Known): number {
      const seen = upTo('seen')
      return looking ? 0 : known.filter(({ from, at }) => from === 'agent' && at > seen).length
    },
  }
}
