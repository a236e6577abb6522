import type { ConversationId } from '#shared/domain/ids.ts'
import { useAction } from '../../host/host.ts'
import { NoteDialog } from '../../ui/note-dialog.tsx'

/** An agent's own report: what looks wrong here, for a supervisor. */
export function ReportDialog({ conversationId, onClose }: { conversationId: ConversationId; onClose: () => void }) {
  const report = useAction('flags.report')
  return (
    <NoteDialog
      title="Report this conversation"
      label="What looks wrong?"
      action="Report to a supervisor"
      busy={report.running}
      onClose={onClose}
      onSubmit={async (note) => {
        const result = await report.run({ conversationId, note })
        return result.ok ? null : result.problem.message
      }}
    >
      Supervisors see your note with the newest message. Until one has looked, restricted templates stay locked here.
    </NoteDialog>
  )
}
