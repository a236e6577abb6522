import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { OperatorView } from '#shared/domain/channel.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** One passphrase, typed and handed over. It is not kept here: whatever comes back, the box is empty again. */
export function PassphraseForm(props: {
  operator: OperatorView
  verb: string
  onStart?: (startPassphrase: string) => void
  onLeave?: () => void
}) {
  const [passphrase, setPassphrase] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const signIn = useAction('session.signIn')
  useEffect(() => {
    if (signIn.problem !== null) form.current?.querySelector('input')?.focus()
  }, [signIn.problem])

  async function submit() {
    if (passphrase === '' || signIn.running) return
    // Emptied while the boxes are there: text in a box that is taken away stays in the window's memory.
    flushSync(() => setPassphrase(''))
    const result = await signIn.run({ operatorId: props.operator.id, passphrase, newPassphrase: null })
    if (result.ok && result.value.outcome === 'choose-passphrase') props.onStart?.(passphrase)
  }

  return (
    <form
      ref={form}
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        label="Passphrase"
        type="password"
        autoFocus
        maxLength={1_000}
        value={passphrase}
        onChange={(text) => {
          setPassphrase(text)
          if (text !== '') signIn.reset()
        }}
        error={signIn.problem?.message ?? null}
      />
      <div className="sign-in-foot">
        {props.onLeave && <Button onPress={props.onLeave}>Someone else</Button>}
        <Button type="submit" variant="primary" busy={signIn.running} isDisabled={passphrase === '' && !signIn.running}>
          {props.verb}
        </Button>
      </div>
    </form>
  )
}
