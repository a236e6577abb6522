import { useState } from 'react'
import type { Workspace } from '#shared/contract/requests.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { sendsTokens } from '#shared/vendors/proofs.ts'
import { platforms } from '#shared/vendors/vendor.ts'
import { Checkbox, Choice } from '../../ui/choice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type KeyChoices, needsKeyId } from './key-choices.ts'
import { KeyFile } from './key-file.tsx'
import { KeySet } from './key-set.tsx'
import { platformWords } from './scheme-words.ts'
import type { LintedKey } from './use-key-lint.ts'

/** Paste, lint, repair and consent: everything about a new key short of storing it. */
export function KeyFields(props: {
  scheme: SchemeName
  linted: LintedKey
  choices: KeyChoices
  onChange: (choices: KeyChoices) => void
  keystore: Workspace['keystore'] | undefined
}) {
  const { scheme, linted, choices, onChange, keystore } = props
  const vendor = vendorOf(scheme)
  const { words, keyKind } = vendor
  const isPem = keyKind === 'publicKey'
  const [shown, setShown] = useState(false)
  const { lint } = linted
  // A public key is no secret, and whoever pastes one wants to see it.
  const isPublic = isPem || (keyKind === 'either' && looksPublic(linted.material))
  const take = (material: string) => {
    linted.setMaterial(material)
    onChange({ ...choices, acceptRepair: null })
  }
  return (
    <div className="channels-form">
      <TextField
        label={words.keyLabel}
        description={words.keyHelp}
        value={linted.material}
        onChange={take}
        rows={keyKind === 'secret' ? 2 : 6}
        fixedWidth
        className={shown || isPublic ? '' : 'channels-masked'}
        placeholder={isPem ? '-----BEGIN PUBLIC KEY-----' : 'Paste the key'}
      />
      <div className="channels-actions">
        {keyKind !== 'secret' && <KeyFile onRead={take} />}
        {!isPublic && (
          <Checkbox isSelected={shown} onChange={setShown}>
            Show the key while I paste it
          </Checkbox>
        )}
      </div>
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
      {lint?.keys && <KeySet keys={lint.keys} />}
      {vendor.secretPerPlatform && (
        <Select
          label="Who signs with it"
          description="Each kind of app has a secret of its own: add the others as further keys."
          options={[
            { id: 'any' as const, label: 'Any of them' },
            ...platforms.map((id) => ({ id, label: capital(platformWords[id]) })),
          ]}
          value={choices.platform ?? 'any'}
          onChange={(id) => onChange({ ...choices, platform: id === 'any' ? null : id })}
        />
      )}
      {sendsTokens(vendor) && !lint?.keys && (
        <TextField
          label={needsKeyId(scheme) ? 'Key id (kid)' : 'Key id (kid), if your tokens name one'}
          description="As it stands in the header of each token, exactly."
          value={choices.kid ?? lint?.kid ?? ''}
          onChange={(kid) => onChange({ ...choices, kid })}
          maxLength={128}
          fixedWidth
        />
      )}
      <TextField
        label="Label"
        description="Only people at this console see it."
        value={choices.label}
        onChange={(label) => onChange({ ...choices, label })}
        maxLength={80}
      />
      {keystore?.protection === 'file' && (
        <Notice severity="warning" title={keystoreWords.file.title}>
          <p>{keystoreWords.file.message}</p>
          <Checkbox
            isSelected={choices.acceptDegradedKeystore}
            onChange={(acceptDegradedKeystore) => onChange({ ...choices, acceptDegradedKeystore })}
          >
            I have read this and want to keep the key here anyway
          </Checkbox>
        </Notice>
      )}
      {keystore?.protection === 'unavailable' && (
        <Notice severity="error" title={keystoreWords.unavailable.title}>
          {keystoreWords.unavailable.message}
        </Notice>
      )}
    </div>
  )
}

const looksPublic = (material: string) => /^\s*(-----BEGIN|\{)/.test(material)
const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1)

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
