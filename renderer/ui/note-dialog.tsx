import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Notice } from './notice.tsx'
import { TextField } from './text-field.tsx'

/** Asks for a note before something is done. `onSubmit` resolves with null once it is done, or says why it is not. */
export function NoteDialog(props: {
  title: string
  children: ReactNode
  label: string
  action: string
  danger?: boolean
  busy: boolean
  onSubmit: (note: string) => Promise<string | null>
  onClose: () => void
}) {
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async () => {
    setProblem(null)
    const refused = await props.onSubmit(note.trim())
    if (refused === null) props.onClose()
    else setProblem(refused)
  }
  return (
    <Dialog isOpen keepOpen onClose={props.onClose} title={props.title} size="small">
      <form
        className="ask"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p>{props.children}</p>
        <TextField
          label={props.label}
          rows={3}
          value={note}
          onChange={(text) => setNote(text.slice(0, 500))}
          autoFocus
        />
        {problem !== null && (
          <Notice severity="error" title="That was not done">
            {problem}
          </Notice>
        )}
        <div className="ask-actions">
          <Button onPress={props.onClose}>Cancel</Button>
          <Button
            variant={props.danger === true ? 'danger' : 'primary'}
            type="submit"
            busy={props.busy}
            isDisabled={note.trim() === ''}
          >
            {props.action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
