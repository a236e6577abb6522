import { useMemo, useRef, useState } from 'react'
import type { Problem, Result } from '#shared/contract/result.ts'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import { useAction, useRequest } from '../../host/host.ts'
import { joinMessages } from './thread-messages.ts'

interface MessagePage {
  messages: MessageView[]
  hasOlder: boolean
}

/**
 * One conversation kept current, with the messages gathered so far. Mount it per conversation (a `key`): what was
 * gathered belongs to one thread only.
 */
export function useThread(conversationId: ConversationId) {
  const opened = useRequest('conversation.open', { conversationId })
  const olderPage = useAction('conversation.older')
  const gathered = useGathered(opened.data, (before) => olderPage.run({ conversationId, before }), olderPage)
  return { view: opened.data, problem: opened.problem, retry: opened.retry, ...gathered }
}

/** The messages of one thread: what was answered last, joined with what was answered before and with older pages. */
export function useGathered(
  newest: MessagePage | undefined,
  askOlder: (before: number) => Promise<Result<MessagePage>>,
  { running, problem }: { running: boolean; problem: Problem | null },
) {
  const held = useRef<MessageView[]>([])
  const [older, setOlder] = useState<MessagePage | null>(null)
  const loading = useRef(false)

  const messages = useMemo(() => {
    held.current = joinMessages(joinMessages(held.current, newest?.messages ?? []), older?.messages ?? [])
    return held.current
  }, [newest?.messages, older])

  const first = messages[0]
  const hasOlder = first !== undefined && first.position > 1 && (older?.hasOlder ?? newest?.hasOlder ?? false)

  async function loadOlder() {
    if (!hasOlder || loading.current || first === undefined) return
    loading.current = true
    const result = await askOlder(first.position)
    loading.current = false
    if (result.ok) setOlder(result.value)
  }

  return { messages, hasOlder, loadingOlder: running, olderProblem: problem, loadOlder }
}
