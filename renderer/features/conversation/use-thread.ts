import { useMemo, useRef, useState } from 'react'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import { useAction, useRequest } from '../../host/host.ts'
import { joinMessages } from './thread-messages.ts'

/**
 * One conversation kept current, with the messages gathered so far. Mount it per conversation (a `key`): what was
 * gathered belongs to one thread only.
 */
export function useThread(conversationId: ConversationId) {
  const opened = useRequest('conversation.open', { conversationId })
  const olderPage = useAction('conversation.older')
  const held = useRef<MessageView[]>([])
  const [older, setOlder] = useState<{ messages: MessageView[]; hasOlder: boolean } | null>(null)
  const loading = useRef(false)

  const messages = useMemo(() => {
    held.current = joinMessages(joinMessages(held.current, opened.data?.messages ?? []), older?.messages ?? [])
    return held.current
  }, [opened.data?.messages, older])

  const first = messages[0]
  const hasOlder = first !== undefined && first.position > 1 && (older?.hasOlder ?? opened.data?.hasOlder ?? false)

  async function loadOlder() {
    if (!hasOlder || loading.current || first === undefined) return
    loading.current = true
    const result = await olderPage.run({ conversationId, before: first.position })
    loading.current = false
    if (result.ok) setOlder(result.value)
  }

  return {
    view: opened.data,
    problem: opened.problem,
    retry: opened.retry,
    messages,
    hasOlder,
    loadingOlder: olderPage.running,
    olderProblem: olderPage.problem,
    loadOlder,
  }
}
