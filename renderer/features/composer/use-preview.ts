import type { ReplyPreview } from '#shared/contract/requests.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { useRequest } from '../../host/host.ts'
import type { Draft } from './drafts.ts'
import { useDelayed } from './use-delayed.ts'

export interface Preview {
  /** What the gate would say; undefined while nobody has asked about this text. */
  answer: ReplyPreview | undefined
  /** Why it would be stopped. What arrived unseen is no part of a preview. */
  reasons: BlockReason[]
  /** False while what is shown is still about the text as it was before. */
  isCurrent: boolean
  /** Something in double braces is not filled in. */
  hasGap: boolean
  /** Where the first find stands, as long as the text is still the one that was looked at. */
  firstFind: { start: number; end: number } | null
}

/** What the gate would say to a reply, asked as it is typed. Only ever a preview: Send asks the gate itself. */
export function usePreview(conversationId: ConversationId, { text, templateIds }: Draft, isAsked: boolean): Preview {
  const settled = useDelayed(text, 250)
  const asked = isAsked && settled.trim() !== ''
  const preview = useRequest(
    'reply.preview',
    { conversationId, templateIds, text: settled },
    { enabled: asked, keepPrevious: true },
  )
  const answer = asked && text.trim() !== '' ? preview.data : undefined
  const reasons = answer?.outcome === 'block' ? answer.reasons.filter(({ code }) => code !== 'unseen-message') : []
  return {
    answer,
    reasons,
    isCurrent: settled === text && !preview.loading && !preview.refreshing,
    hasGap: reasons.some(({ code }) => code === 'unresolved-variable'),
    firstFind: settled === text ? (answer?.findings[0] ?? null) : null,
  }
}
