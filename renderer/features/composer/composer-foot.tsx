import type { ConversationRow } from '#shared/domain/conversation.ts'
import { Given } from '../../trust/given.tsx'
import { Button } from '../../ui/button.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import type { DraftState } from './drafts.ts'

/** Under the box: whether the draft is kept, and the button that says who will see it. */
export function ComposerFoot(props: {
  row: ConversationRow
  isReply: boolean
  saving: DraftState | null
  isEmpty: boolean
  /** Something has been on its way for a moment. */
  isLate: boolean
  busy: boolean
  canSend: boolean
  onSend: () => void
}) {
  const { row, isReply } = props
  const isProven = row.standing.status === 'verified' && row.standing.value !== null
  const addressee = row.titleProvenance === 'proven' ? row.title : (row.standing.value ?? '')
  return (
    <div className="composer-foot">
      <span className="composer-hint">
        {isReply && row.state === 'open' && (
          <>
            <KeyHint keys="/" /> templates
          </>
        )}
      </span>
      <span
        className="composer-state"
        role="status"
        data-failed={(props.saving === 'failed' && !props.isLate) || undefined}
      >
        {props.isLate ? (isReply ? 'Sending…' : 'Adding…') : savingWords(props.saving, props.isEmpty)}
      </span>
      <Button
        variant="primary"
        keys="Ctrl ↵"
        aria-keyshortcuts="Control+Enter"
        busy={props.busy}
        isDisabled={!props.canSend}
        onPress={props.onSend}
        className="composer-send"
      >
        {!isReply ? (
          'Add note for colleagues'
        ) : isProven ? (
          <>
            Send to <Given text={addressee} proven />
          </>
        ) : (
          'Send to unverified visitor'
        )}
      </Button>
    </div>
  )
}

function savingWords(saving: DraftState | null, isEmpty: boolean): string {
  switch (saving) {
    case 'saving':
      return 'Saving draft…'
    case 'saved':
      return isEmpty ? '' : 'Draft saved'
    case 'failed':
      return 'Draft not saved yet: it is kept in this window'
    case null:
      return ''
  }
}
