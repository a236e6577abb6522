import { useRef, useState } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import { useRequest } from '../../host/host.ts'
import { holdOrder } from './held-order.ts'

/** More than a person has before them; older ones are brought up to date when the order is. */
const askedAtMost = 200

/**
 * The rows as they are drawn. While `held`, none moves or disappears; what stands in no page of the list any more is asked
 * for by itself, so that it says what it is now.
 * @param view names what the rows answer to: another view begins anew
 */
export function useHeldRows(rows: readonly ConversationRow[], held: boolean, view: string) {
  const shown = useRef<{ view: string; rows: readonly ConversationRow[] }>({ view, rows: [] })
  const [, setTurn] = useState(0)
  const order = holdOrder(shown.current.view === view && held ? shown.current.rows : [], rows)
  const conversationIds = order.missing.slice(0, askedAtMost) as ConversationRow['id'][]
  const apart = useRequest(
    'live.rows',
    { conversationIds },
    { enabled: conversationIds.length > 0, keepPrevious: true },
  )
  const now = new Map(apart.data?.rows.map((row) => [row.id, row]))
  const drawn = order.missing.length === 0 ? order.rows : order.rows.map((row) => now.get(row.id) ?? row)
  shown.current = { view, rows: drawn }
  return {
    rows: drawn,
    fresh: order.fresh,
    /** True where the screen and the list have drifted apart. */
    drifted: order.fresh > 0 || order.reordered || order.missing.length > 0,
    /** Takes the newest order over. */
    update: () => {
      shown.current = { view, rows: [] }
      setTurn((turn) => turn + 1)
    },
  }
}
