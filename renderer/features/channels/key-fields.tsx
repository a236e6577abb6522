import { useState } from 'react'
import type { Workspace } from '#shared/contract/requests.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { Checkbox, Choice } from '../../ui/choice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { LintedKey } from './use-key-lint.ts'

export interface KeyChoices {
  label: string
  /** null until the person has chosen between the repaired key and the pasted one. */
  acceptRepair: boolean | null
  acceptDegradedKeystore: boolean
}

/** Choices for a new key. The label names the month, so that rotation stays readable. `now` in ms since 1970. */
export function freshKeyChoices(now: number): KeyChoices {
  const month = new Date(now).toLocaleDateString('en-GB', { month: 'long', year: 'numeric' })
  return { label: `Key from ${month}`, acceptRepair: null, acceptDegradedKeystore: false }
}

/** Why this key cannot be stored yet, or null where it can. */
export function whatKeyNeeds(
  key: LintedKey,
  choices: KeyChoices,
  keystore: Workspace['keystore'] | undefined,
): string | null {
  if (key.material === '') return 'Paste the key first.'
  if (key.checking || key.lint === null) return 'The key is still being looked at.'
  if (key.lint.outcome === 'refuse') return 'This key cannot be used. See what was found.'
  if (key.lint.outcome === 'repair' && choices.acceptRepair === null) return 'Choose which form of the key to keep.'
  if (choices.label.trim() === '') return 'Give the key a label.'
  if (keystore?.protection === 'unavailable') return 'This machine’s keystore cannot be opened.'
  if (keystore?.protection === 'file' && !choices.acceptDegradedKeystore)
    return 'Agree to how keys are protected on this machine.'
  return null
}

/** Paste, lint, repair and consent: everything about a new key short of storing it. */
export function KeyFields(props: {
  scheme: SchemeName
  linted: LintedKey
  choices: KeyChoices
  onChange: (choices: KeyChoices) => void
  keystore: Workspace['keystore'] | undefined
}) {
  const { scheme, linted, choices, onChange, keystore } = props
  const { words, keyKind } = vendorOf(scheme)
  const isPem = keyKind === 'publicKey'
  const [shown, setShown] = useState(isPem)
  const { lint } = linted
  return (
    <div className="channels-form">
      <TextField
        label={words.keyLabel}
        description={words.keyHelp}
        value={linted.material}
        onChange={(material) => {
          linted.setMaterial(material)
          onChange({ ...choices, acceptRepair: null })
        }}
        rows={isPem ? 6 : 2}
        fixedWidth
        autoComplete="off"
        className={shown ? '' : 'channels-masked'}
        placeholder={isPem ? '-----BEGIN PUBLIC KEY-----' : 'Paste the key'}
      />
      {!isPem && (
        <Checkbox isSelected={shown} onChange={setShown}>
          Show the key while I paste it
        </Checkbox>
      )}
      <div aria-live="polite" className="channels-findings">
        {linted.problem && (
          <Notice severity="error" title="The key could not be looked at">
            {linted.problem.message}
          </Notice>
        )}
        {lint?.findings.map((finding) => (
          <Notice key={finding.code} severity={finding.severity} title={findingTitles[finding.severity]}>
            {finding.message}
          </Notice>
        ))}
        {(lint?.outcome === 'ok' || (lint?.outcome === 'warn' && lint.fingerprint)) && (
          <p className="channels-fine">
            <Icon name="check" />{' '}
            <span>
              {lint.outcome === 'ok' ? 'This key can be used.' : 'This key can be used, with the warning above.'}
            </span>
            {lint.fingerprint && (
              <span>
                Fingerprint <code>{lint.fingerprint}</code>
              </span>
            )}
          </p>
        )}
      </div>
      {lint?.outcome === 'repair' && <Repair linted={linted} choices={choices} onChange={onChange} isPem={isPem} />}
      <TextField
        label="Label"
        description="Only people at this console see it."
        value={choices.label}
        onChange={(label) => onChange({ ...choices, label })}
        maxLength={80}
      />
      {keystore?.protection === 'file' && (
        <Notice severity="warning" title="Keys on this machine are protected by file permissions only">
          <p>There is no system keychain here. Whoever can read your files could read the key.</p>
          <Checkbox
            isSelected={choices.acceptDegradedKeystore}
            onChange={(acceptDegradedKeystore) => onChange({ ...choices, acceptDegradedKeystore })}
          >
            I have read this and want to keep the key here anyway
          </Checkbox>
        </Notice>
      )}
      {keystore?.protection === 'unavailable' && (
        <Notice severity="error" title="This machine’s keystore cannot be opened">
          No key can be kept until it can. Unlock the system keychain and restart Bonafide.
        </Notice>
      )}
    </div>
  )
}

const findingTitles = { info: 'Note', warning: 'Look at this', error: 'This key was refused' } as const

function Repair({
  linted,
  choices,
  onChange,
  isPem,
}: {
  linted: LintedKey
  choices: KeyChoices
  onChange: (choices: KeyChoices) => void
  isPem: boolean
}) {
  const preview = linted.lint?.repairedPreview
  return (
    <div className="channels-repair">
      {preview && (
        <figure>
          <figcaption className="ui-label">
            The repaired key
            {linted.lint?.fingerprint && (
              <span className="channels-soft"> · fingerprint {linted.lint.fingerprint}</span>
            )}
          </figcaption>
          <pre className="channels-preview" tabIndex={0} role="region" aria-label="The repaired key">
            {preview}
          </pre>
        </figure>
      )}
      <Choice
        label="Which form should be kept?"
        value={choices.acceptRepair === null ? null : choices.acceptRepair ? 'repaired' : 'pasted'}
        onChange={(which) => onChange({ ...choices, acceptRepair: which === 'repaired' })}
        options={[
          {
            id: 'repaired' as const,
            label: isPem ? 'The repaired key shown above' : 'Without the white space around it',
            description: isPem
              ? 'The same key with its form mended.'
              : 'Nearly always right: it came along when copying.',
          },
          ...(isPem
            ? []
            : [
                {
                  id: 'pasted' as const,
                  label: 'Exactly as I pasted it',
                  description: 'Only where your server signs with the white space too.',
                },
              ]),
        ]}
      />
    </div>
  )
}
