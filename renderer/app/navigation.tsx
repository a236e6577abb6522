import type { ReactNode } from 'react'
import { createContext, useContext, useMemo, useState } from 'react'
import type { ChannelId, ConversationId, MessageId } from '#shared/domain/ids.ts'

export const viewNames = [
  'inbox',
  'live',
  'flagged',
  'contacts',
  'templates',
  'channels',
  'insights',
  'audit',
  'settings',
] as const
export type ViewName = (typeof viewNames)[number]

/** Where to go in a conversation: to one of its messages, or to the box for a reply. Each arrival is an object of its own. */
export type Arrival = { at: 'message'; messageId: MessageId } | { at: 'composer' }

export interface Navigation {
  view: ViewName
  conversationId: ConversationId | null
  arrival: Arrival | null
  /** The channel that Channels begins with; null is their list. */
  channelId: ChannelId | null
  /** Rises with every view that is asked for: asking again for the view one is in leads back to its beginning. */
  visit: number
  /** What the search that is open begins with; null while none is open. */
  searched: string | null
  openView: (view: ViewName) => void
  /** Shows one channel, at its keys. */
  openChannel: (channelId: ChannelId) => void
  /** Shows the conversation in the inbox; null closes the one that is open. */
  openConversation: (conversationId: ConversationId | null, arrival?: Arrival) => void
  /** Opens the search with these words in it; null closes it. */
  search: (words: string | null) => void
}

const NavigationContext = createContext<Navigation | null>(null)

/** Where the window is. It lives in memory: a new window starts in the inbox. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  const [{ view, visit, channelId }, setView] = useState<Pick<Navigation, 'view' | 'visit' | 'channelId'>>({
    view: 'inbox',
    visit: 0,
    channelId: null,
  })
  const [{ conversationId, arrival }, setPlace] = useState<Pick<Navigation, 'conversationId' | 'arrival'>>({
    conversationId: null,
    arrival: null,
  })
  const [searched, search] = useState<string | null>(null)
  const value = useMemo<Navigation>(() => {
    const show = (next: ViewName, at: ChannelId | null) =>
      setView((now) => ({ view: next, visit: now.visit + 1, channelId: at }))
    const openView = (next: ViewName) => show(next, null)
    return {
      view,
      visit,
      channelId,
      conversationId,
      arrival,
      searched,
      search,
      openView,
      openChannel: (id) => show('channels', id),
      openConversation: (id, wanted) => {
        setPlace({ conversationId: id, arrival: wanted ?? null })
        if (id !== null) openView('inbox')
      },
    }
  }, [view, visit, channelId, conversationId, arrival, searched])
  return <NavigationContext value={value}>{children}</NavigationContext>
}

/** Where the window is, and how to go elsewhere: any view may open a conversation or another view. */
export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext)
  if (navigation === null) throw new Error('useNavigation needs a NavigationProvider above it')
  return navigation
}
