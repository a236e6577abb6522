import { useState } from 'react'
import type { OperatorView, Role } from '#shared/domain/channel.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'

const roles = [
  { id: 'agent', label: 'Agent', description: 'Answers visitors and sees who is verified.' },
  {
    id: 'supervisor',
    label: 'Supervisor',
    description: 'Also reviews what was flagged, and sets up channels, keys and operators.',
  },
] as const satisfies { id: Role; label: string; description: string }[]

/** Who works at this console. Switching is open to everybody here: it is for knowing who did what, not a lock. */
export function Operators({ operators, current }: { operators: readonly OperatorView[]; current: OperatorView }) {
  const [adding, setAdding] = useState(false)
  const change = useAction('operators.switch')
  return (
    <Section
      title="Operators"
      description="What each one does is recorded under their name. Switching asks for no password: whoever sits at this machine can."
      actions={
        current.role === 'supervisor' && (
          <Button icon="plus" onPress={() => setAdding(true)}>
            Add an operator
          </Button>
        )
      }
    >
      <ul className="settings-card settings-list">
        {operators.map((operator) => (
          <li key={operator.id}>
            <span className="settings-name">{operator.name}</span>
            <Chip tone={operator.role === 'supervisor' ? 'accent' : 'neutral'}>
              {operator.role === 'supervisor' ? 'Supervisor' : 'Agent'}
            </Chip>
            <span className="settings-end">
              {operator.id === current.id ? (
                <span className="settings-soft">at the console now</span>
              ) : (
                <Button
                  aria-label={`Switch to ${operator.name}`}
                  onPress={() => void change.run({ operatorId: operator.id })}
                >
                  Switch
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {change.problem && (
        <Notice severity="error" title="The operator was not switched">
          {change.problem.message}
        </Notice>
      )}
      {adding && <AddOperator onClose={() => setAdding(false)} />}
    </Section>
  )
}

function AddOperator({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const add = useAction('operators.add')
  return (
    <Dialog
      isOpen
      keepOpen
      onClose={onClose}
      title="Add an operator"
      size="small"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={add.running}
            isDisabled={name.trim() === ''}
            onPress={async () => {
              const result = await add.run({ name, role })
              if (result.ok) onClose()
            }}
          >
            Add
          </Button>
        </>
      }
    >
      <div className="settings-form">
        <TextField
          label="Name"
          description="Visitors see it beside replies."
          value={name}
          onChange={setName}
          maxLength={80}
        />
        <Choice label="Role" options={roles} value={role} onChange={setRole} />
        {add.problem && (
          <Notice severity="error" title="The operator was not added">
            {add.problem.message}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
