import { lintPassphrase, passphraseLeast, passphraseWords } from '#shared/domain/passphrase.ts'
import { TextField } from '../../ui/text-field.tsx'

export interface NewPassphraseValue {
  first: string
  again: string
}

export const noPassphrase: NewPassphraseValue = { first: '', again: '' }

/** Whether both boxes hold the same passphrase, and a good one. The main process looks again. */
export function isReady({ first, again }: NewPassphraseValue, name: string): boolean {
  return first === again && lintPassphrase(first, name) === null
}

/** A passphrase to be chosen, typed twice. What is wrong with it is said once it is long enough to be meant. */
export function NewPassphrase(props: {
  name: string
  value: NewPassphraseValue
  onChange: (value: NewPassphraseValue) => void
  autoFocus?: boolean
}) {
  const { first, again } = props.value
  const problem = lintPassphrase(first, props.name)
  const meant = [...first].length >= passphraseLeast
  return (
    <>
      <TextField
        label="New passphrase"
        type="password"
        autoComplete="new-password"
        autoFocus={props.autoFocus ?? false}
        maxLength={1_000}
        value={first}
        onChange={(text) => props.onChange({ first: text, again })}
        description={passphraseWords['too-short']}
        error={meant && problem !== null ? passphraseWords[problem] : null}
      />
      <TextField
        label="The same again"
        type="password"
        autoComplete="new-password"
        maxLength={1_000}
        value={again}
        onChange={(text) => props.onChange({ first, again: text })}
        error={again.length >= first.length && first !== '' && again !== first ? 'These two differ.' : null}
      />
    </>
  )
}
