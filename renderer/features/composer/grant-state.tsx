import { assertNever } from '#shared/domain/assert-never.ts'
import type { GrantRequestView } from '#shared/domain/grant.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import { useRequest } from '../../host/host.ts'
import { Icon } from '../../ui/icon.tsx'
import { useNow } from '../../ui/ticking.ts'
import { spanOfTime } from '../../ui/time.tsx'

/** The request that this person made about the text that stands in the box, if there is one. */
export function useGrantRequest(conversationId: ConversationId, text: string): GrantRequestView | null {
  const mine = useRequest('grants.mine', { conversationId })
  return text.trim() === '' ? null : (mine.data?.rows.find((row) => row.text === text) ?? null)
}

/** What became of that request. */
export function GrantState({ request }: { request: GrantRequestView }) {
  const now = useNow(1_000)
  return (
    <p className="grant-state" data-state={request.state} role="status">
      <Icon name={request.state === 'granted' ? 'unlock' : 'clock'} /> {wordsOf(request, now)}
    </p>
  )
}

function wordsOf({ state, decidedBy, decision, expiresAt }: GrantRequestView, now: number): string {
  const who = decidedBy ?? 'A supervisor'
  switch (state) {
    case 'waiting':
      return 'A supervisor was asked about this text. You see the answer here.'
    case 'granted':
      return expiresAt !== null && now < expiresAt
        ? `${who} lets this text go out once, within ${spanOfTime(expiresAt - now)}.`
        : 'The permission for this text has run out. Ask again if it is still needed.'
    case 'expired':
      return 'The permission for this text has run out. Ask again if it is still needed.'
    case 'used':
      return 'The permission for this text was used. It was for one time.'
    case 'declined':
      return `${who} declined: ${decision ?? 'no reason was given'}`
    default:
      return assertNever(state)
  }
}
