import { useState } from 'react'
import type { StartPassphrase } from '#shared/contract/requests.ts'
import type { Role } from '#shared/domain/channel.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'

const roles = [
  { id: 'agent', label: 'Agent', description: 'Answers visitors and sees who is verified.' },
  {
    id: 'supervisor',
    label: 'Supervisor',
    description: 'Also decides on flags and override requests, and sets up channels, keys and operators.',
  },
] as const satisfies { id: Role; label: string; description: string }[]

export function AddOperator({ onAdded, onClose }: { onAdded: (start: StartPassphrase) => void; onClose: () => void }) {
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
              if (result.ok) onAdded(result.value)
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
