import { Button as AriaButton } from 'react-aria-components'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { Given, WholeGiven } from '../../trust/given.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Waiting } from '../../ui/time.tsx'
import './conversation-header.css'

const nobody = 'nobody'

/** Name, channel, waiting time, who has it, and what ends it. */
export function ConversationHeader(props: {
  row: ConversationRow
  operators: readonly OperatorView[]
  me: OperatorId | null
  busy: boolean
  panelOpen: boolean
  onBack: (() => void) | null
  onAssign: (operatorId: OperatorId | null) => void
  onCloseOrReopen: () => void
  onTogglePanel: () => void
}) {
  const { row } = props
  return (
    <header className="conversation-head">
      {props.onBack && <IconButton icon="arrowLeft" label="Back to the list" onPress={props.onBack} />}
      <div className="conversation-words">
        <div className="conversation-name">
          <h2 className="conversation-title">
            <Given text={row.title} proven={row.titleProvenance !== 'claimed'} />
          </h2>
          <WholeGiven text={row.title} title="the name" />
        </div>
        <p className="conversation-line">
          <span className="conversation-channel">
            {row.channel.name} · {row.channel.site}
          </span>
          {row.state === 'closed' && <Chip tone="slate">Closed</Chip>}
          {row.waitingSince !== null && row.state === 'open' && (
            <span className="conversation-waiting">
              waiting <Waiting since={row.waitingSince} />
            </span>
          )}
        </p>
      </div>
      <div className="conversation-actions">
        <MenuButton
          label="Assign to"
          onAction={(id) => props.onAssign(id === nobody ? null : (id as OperatorId))}
          groups={[
            {
              title: 'Assign to',
              entries: [
                ...props.operators.map((operator) => ({
                  id: operator.id,
                  label: operator.id === props.me ? `${operator.name} (me)` : operator.name,
                  description: operator.role,
                  current: operator.id === row.assignee?.id,
                })),
                { id: nobody, label: 'Nobody', current: row.assignee === null },
              ],
            },
          ]}
        >
          <AriaButton className="ui-button conversation-assignee" data-variant="secondary">
            <Icon name="person" />
            <span className="ui-hidden">Assigned to </span>
            <bdi className="ui-button-text">{row.assignee?.name ?? 'Unassigned'}</bdi>
            <Icon name="chevronDown" size={14} />
          </AriaButton>
        </MenuButton>
        <Button {...(row.state === 'open' ? { keys: 'E' } : {})} busy={props.busy} onPress={props.onCloseOrReopen}>
          {row.state === 'open' ? 'Close' : 'Reopen'}
        </Button>
        <IconButton
          icon="panel"
          label={props.panelOpen ? 'Hide who this is' : 'Show who this is'}
          keys="I"
          aria-pressed={props.panelOpen}
          onPress={props.onTogglePanel}
        />
      </div>
    </header>
  )
}
