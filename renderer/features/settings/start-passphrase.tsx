import type { StartPassphrase } from '#shared/contract/requests.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

/** A passphrase for one moment, shown this once. */
export function ShowStartPassphrase({ start, onClose }: { start: StartPassphrase; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      keepOpen
      onClose={onClose}
      title={`Start passphrase for ${start.operator.name}`}
      size="small"
      footer={
        <Button variant="primary" onPress={onClose}>
          I have passed it on
        </Button>
      }
    >
      <div className="settings-form">
        <Notice severity="warning" title="It is shown only this once">
          Give it to {start.operator.name} in person. They sign in with it and choose their own, which nobody else
          knows.
        </Notice>
        <CodeBlock label="Start passphrase" code={start.startPassphrase} />
      </div>
    </Dialog>
  )
}
