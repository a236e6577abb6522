import { createContext, useContext, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'

export const viewNames = ['inbox', 'flagged', 'contacts', 'templates', 'channels', 'settings'] as const
export type ViewName = (typeof viewNames)[number]

export interface Navigation {
  view: ViewName
  conversationId: ConversationId | null
  openView: (view: ViewName) => void
  /** Shows the conversation in the inbox; null closes the one that is open. */
  openConversation: (conversationId: ConversationId | null) => void
}

const NavigationContext = createContext<Navigation | null>(null)

/** Where the window is. It lives in memory: a new window starts in the inbox. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  const [view, openView] = useState<ViewName>('inbox')
  const [conversationId, setConversation] = useState<ConversationId | null>(null)
  const value = useMemo<Navigation>(
    () => ({
      view,
      conversationId,
      openView,
      openConversation: (id) => {
        setConversation(id)
        if (id !== null) openView('inbox')
      },
    }),
    [view, conversationId],
  )
  return <NavigationContext value={value}>{children}</NavigationContext>
}

/** Where the window is, and how to go elsewhere: any view may open a conversation or another view. */
export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext)
  if (navigation === null) throw new Error('useNavigation needs a NavigationProvider above it')
  return navigation
}
