import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { OperatorView } from '#shared/domain/channel.ts'
import { useAction, useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isReady, NewPassphrase, noPassphrase } from '../sign-in/new-passphrase.tsx'

const minutes = [1, 2, 5, 10, 15, 30, 60] as const

/** One's own way in: when the window locks, and another passphrase. */
export function OwnPassphrase({ operator, idleMinutes }: { operator: OperatorView; idleMinutes: number }) {
  const session = useRequest('session.get', {})
  const set = useAction('workspace.setPreferences')
  const change = useAction('session.changePassphrase')
  const [open, setOpen] = useState(false)
  const [current, setCurrent] = useState('')
  const [value, setValue] = useState(noPassphrase)
  const [changed, setChanged] = useState(false)
  const ready = current !== '' && isReady(value, operator.name)
  // Later than now is a supervisor's choice.
  const choices = [...new Set([...minutes, idleMinutes])]
    .filter((each) => operator.role === 'supervisor' || each <= idleMinutes)
    .sort((one, other) => one - other)

  async function submit() {
    if (!ready || change.running) return
    const [now, next] = [current, value.first]
    // Emptied while the boxes are there: text in a box that is taken away stays in the window's memory.
    flushSync(() => {
      setCurrent('')
      setValue(noPassphrase)
    })
    const result = await change.run({ current: now, next })
    if (!result.ok) return
    setChanged(true)
    setOpen(false)
  }

  return (
    <Section
      title="Sign-in"
      description={`You work here as ${operator.name}. Ctrl L locks at once.`}
      actions={!open && <Button onPress={() => setOpen(true)}>Change my passphrase</Button>}
    >
      {operator.role === 'supervisor' && session.data?.canApprove === false && (
        <Notice severity="warning" title="You cannot approve override requests">
          This machine’s keystore does not know the operators’ keys: it was replaced, or cannot be opened. Unlock the
          one that was used before and start again; or change your passphrase, which begins the keys anew with yours,
          and then reset the other operators.
        </Notice>
      )}
      {changed && <Notice severity="success" title="Your passphrase was changed" />}
      <div className="settings-card settings-bars">
        <Select
          label="Lock when nobody is there for"
          value={String(idleMinutes)}
          onChange={(next) => void set.run({ idleMinutes: Number(next) })}
          options={choices.map((each) => ({ id: String(each), label: each === 1 ? '1 minute' : `${each} minutes` }))}
        />
      </div>
      {set.problem && (
        <Notice severity="error" title="This was not changed">
          {set.problem.message}
        </Notice>
      )}
      {open && (
        <form
          className="settings-card settings-passphrase"
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <TextField
            label="Passphrase now"
            type="password"
            autoFocus
            value={current}
            onChange={setCurrent}
            error={change.problem?.message ?? null}
          />
          <NewPassphrase name={operator.name} value={value} onChange={setValue} />
          <div className="settings-passphrase-foot">
            <Button onPress={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="primary" busy={change.running} isDisabled={!ready && !change.running}>
              Change
            </Button>
          </div>
        </form>
      )}
    </Section>
  )
}
