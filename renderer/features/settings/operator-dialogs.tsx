import type { OperatorRow, StartPassphrase } from '#shared/contract/requests.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

export function ConfirmReset(props: {
  operator: OperatorRow
  onReset: (start: StartPassphrase) => void
  onClose: () => void
}) {
  const reset = useAction('operators.reset')
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Reset the passphrase of ${props.operator.name}?`}
      size="small"
      footer={
        <>
          <Button onPress={props.onClose}>Keep it</Button>
          <Button
            variant="danger"
            busy={reset.running}
            onPress={async () => {
              const result = await reset.run({ operatorId: props.operator.id })
              if (result.ok) props.onReset(result.value)
            }}
          >
            Reset
          </Button>
        </>
      }
    >
      <div className="settings-form">
        <p>
          They are signed out at once, get a new key, and need the start passphrase that is shown next. Approvals they
          signed and that were not used yet open nothing any more.
        </p>
        {reset.problem && (
          <Notice severity="error" title="Nothing was reset">
            {reset.problem.message}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}

export function ConfirmRetire(props: { operator: OperatorRow; onClose: () => void }) {
  const retire = useAction('operators.retire')
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Retire ${props.operator.name}?`}
      size="small"
      footer={
        <>
          <Button onPress={props.onClose}>Keep them</Button>
          <Button
            variant="danger"
            busy={retire.running}
            onPress={async () => {
              const result = await retire.run({ operatorId: props.operator.id })
              if (result.ok) props.onClose()
            }}
          >
            Retire
          </Button>
        </>
      }
    >
      <div className="settings-form">
        <p>They cannot sign in again, and their key ends. What they did stays in the record under their name.</p>
        {retire.problem && (
          <Notice severity="error" title="Nobody was retired">
            {retire.problem.message}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
