import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { OperatorView } from '#shared/domain/channel.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { isReady, NewPassphrase, noPassphrase } from './new-passphrase.tsx'

/** The first passphrase of one's own: instead of a start passphrase, or (`start` null) where there never was any. */
export function ChooseForm(props: { operator: OperatorView; start: string | null; onBack?: () => void }) {
  const [value, setValue] = useState(noPassphrase)
  const signIn = useAction('session.signIn')
  const claim = useAction('session.claim')
  const ready = isReady(value, props.operator.name)
  const problem = signIn.problem ?? claim.problem
  const busy = signIn.running || claim.running

  async function submit() {
    if (!ready || busy) return
    const operatorId = props.operator.id
    const passphrase = value.first
    // Emptied while the boxes are there: text in a box that is taken away stays in the window's memory.
    flushSync(() => setValue(noPassphrase))
    if (props.start === null) await claim.run({ operatorId, passphrase })
    else await signIn.run({ operatorId, passphrase: props.start, newPassphrase: passphrase })
  }

  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <NewPassphrase name={props.operator.name} value={value} onChange={setValue} autoFocus />
      {problem && (
        <Notice severity="error" title="This passphrase was not taken">
          {problem.message}
        </Notice>
      )}
      <div className="sign-in-foot">
        {props.onBack && <Button onPress={props.onBack}>Back</Button>}
        <Button type="submit" variant="primary" busy={busy} isDisabled={!ready && !busy}>
          Begin
        </Button>
      </div>
    </form>
  )
}
