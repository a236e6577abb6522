import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isReady, NewPassphrase, noPassphrase } from './new-passphrase.tsx'

/** The first person at a new console. */
export function BeginForm() {
  const [name, setName] = useState('')
  const [value, setValue] = useState(noPassphrase)
  const begin = useAction('session.begin')
  const ready = name.trim() !== '' && isReady(value, name)

  async function submit() {
    if (!ready || begin.running) return
    const passphrase = value.first
    // Emptied while the boxes are there: text in a box that is taken away stays in the window's memory.
    flushSync(() => setValue(noPassphrase))
    await begin.run({ name, passphrase })
  }

  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        label="Your name"
        description="Visitors see it beside replies."
        autoFocus
        maxLength={80}
        value={name}
        onChange={setName}
      />
      <NewPassphrase name={name} value={value} onChange={setValue} />
      {begin.problem && (
        <Notice severity="error" title="The console was not set up">
          {begin.problem.message}
        </Notice>
      )}
      <div className="sign-in-foot">
        <Button type="submit" variant="primary" busy={begin.running} isDisabled={!ready && !begin.running}>
          Begin
        </Button>
      </div>
    </form>
  )
}
