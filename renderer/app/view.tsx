import { memo, Suspense, useEffect, useState } from 'react'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ConversationId, MessageId } from '#shared/domain/ids.ts'
import { WelcomeView } from '../features/welcome/index.ts'
import { InboxLayout } from './inbox-layout.tsx'
import {
  AuditView,
  ChannelsView,
  ContactsView,
  InsightsView,
  LiveView,
  ReviewView,
  readAhead,
  SettingsView,
  TemplatesView,
} from './later-views.ts'
import type { ViewName } from './navigation.tsx'
import { useNavigation } from './navigation.tsx'

/** Whatever the navigation points at. Until a channel exists, the inbox is the way to a first one. */
export const View = memo(function View({ name, firstRun }: { name: ViewName; firstRun: boolean }) {
  const welcome = useWelcome(name, firstRun)
  useEffect(readAhead, [])
  if (name === 'inbox' && !welcome.shown) return <InboxLayout />
  const reading = <p className="ui-hidden">Opening</p>
  if (name === 'live') {
    return (
      <Suspense fallback={reading}>
        <LiveView />
      </Suspense>
    )
  }
  return (
    <main className="fill" data-pane>
      {name === 'inbox' ? (
        <WelcomeView onNavigate={welcome.leave} />
      ) : (
        <Suspense fallback={reading}>
          <Elsewhere name={name} />
        </Suspense>
      )}
    </main>
  )
})

/** The welcome stays after the demo has begun, for it then lists the demo's pages; it goes when the person leaves it. */
function useWelcome(name: ViewName, firstRun: boolean) {
  const { openView } = useNavigation()
  const [staying, setStaying] = useState(firstRun)
  useEffect(() => {
    if (firstRun) setStaying(true)
    else if (name !== 'inbox') setStaying(false)
  }, [name, firstRun])
  return {
    shown: firstRun || staying,
    leave: (view: ViewName) => {
      setStaying(false)
      openView(view)
    },
  }
}

function Elsewhere({ name }: { name: Exclude<ViewName, 'inbox' | 'live'> }) {
  const { openView, openConversation, search, visit, channelId } = useNavigation()
  const openAt = (id: ConversationId, messageId: MessageId | null) =>
    messageId === null ? openConversation(id) : openConversation(id, { at: 'message', messageId })
  switch (name) {
    case 'flagged':
      return <ReviewView onOpenConversation={openAt} />
    case 'contacts':
      return <ContactsView onSearch={search} />
    case 'templates':
      return <TemplatesView />
    case 'channels':
      return <ChannelsView key={visit} channelId={channelId} />
    case 'insights':
      return <InsightsView onOpenConversation={openAt} onNavigate={openView} />
    case 'audit':
      return <AuditView onOpenConversation={openConversation} />
    case 'settings':
      return <SettingsView onNavigate={openView} />
    default:
      return assertNever(name)
  }
}
