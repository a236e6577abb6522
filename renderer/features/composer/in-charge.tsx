import type { ConversationRow } from '#shared/domain/conversation.ts'
import { useOperator } from '../../app/workspace.ts'
import { Icon } from '../../ui/icon.tsx'

/** Says whose conversation this is now, to everybody else who writes in it. */
export function InCharge({ row, kept }: { row: ConversationRow; kept: boolean }) {
  const me = useOperator()
  const { assignee } = row
  if (row.state !== 'open' || assignee === null || me === null || assignee.id === me.id) return null
  return (
    <p className="grant-state" role="status">
      <Icon name="person" size={14} />
      <span>
        <bdi>{assignee.name}</bdi> has this conversation now.{kept && ' What you typed is kept, and only you see it.'}
      </span>
    </p>
  )
}
