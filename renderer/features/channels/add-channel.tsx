import { useEffect, useRef, useState } from 'react'
import type { ChannelPolicy, ChannelView } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { freshKeyChoices, newKeyOf, whatKeyNeeds } from './key-choices.ts'
import { KeyFields } from './key-fields.tsx'
import { PolicyChoice } from './policy-choice.tsx'
import { linesOf, problemWithOrigins } from './scheme-words.ts'
import { problemWithSettings, settingsOf, siteDraftOf } from './site-draft.ts'
import { SiteFields } from './site-fields.tsx'
import { SnippetsPanel } from './snippets-panel.tsx'
import { TestPayload } from './test-payload.tsx'
import { useKeyLint } from './use-key-lint.ts'
import { VendorChoice } from './vendor-choice.tsx'
import { VendorFacts } from './vendor-facts.tsx'

const steps = ['Vendor', 'Key', 'Site', 'Code', 'Test', 'Policy'] as const

/**
 * From a vendor to a working channel. Nothing is stored before the third step ends: then the channel and its key are,
 * and the pasted key is forgotten here. Where only the key is refused, the channel is kept and the key asked for again.
 */
export function AddChannel({ onDone, onCancel }: { onDone: (channel: ChannelView) => void; onCancel?: () => void }) {
  const [step, setStep] = useState(0)
  const [scheme, setScheme] = useState<SchemeName | null>(null)
  const [name, setName] = useState('')
  const [choices, setChoices] = useState(() => freshKeyChoices(Date.now()))
  const [site, setSite] = useState(() => siteDraftOf([], {}))
  const [made, setMade] = useState<ChannelView | null>(null)
  const [keyStored, setKeyStored] = useState(false)
  const [attempted, setAttempted] = useState(false)
  const linted = useKeyLint(scheme)
  const top = useRef<HTMLOListElement>(null)
  const workspace = useWorkspace()
  const addChannel = useAction('channels.add')
  const addKey = useAction('keys.add')
  const update = useAction('channels.update')

  // Each step begins at its first field. Focus is moved where it was in the step before, or nowhere: never from elsewhere.
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const active = document.activeElement
    if (active !== document.body && !active?.closest('.channels-wizard')) return
    const field = body.current?.querySelector<HTMLElement>('input:checked, input:not([type="radio"]), textarea')
    const place = step === 3 ? body.current : (field ?? body.current)
    place?.focus({ preventScroll: true })
  }, [step])

  function go(to: number) {
    setAttempted(false)
    setStep(to)
    top.current?.scrollIntoView({ block: 'end' })
  }

  async function store(): Promise<boolean> {
    if (scheme === null) return false
    let channel = made
    if (channel === null) {
      const added = await addChannel.run({
        name,
        scheme,
        policy: 'observe',
        origins: linesOf(site.origins),
        settings: settingsOf(scheme, site),
      })
      if (!added.ok) return false
      channel = added.value
      setMade(channel)
    }
    const key = await addKey.run(newKeyOf(channel.id, linted, choices))
    if (!key.ok) {
      go(1)
      return false
    }
    linted.wipe()
    setKeyStored(true)
    return true
  }

  function whatIsMissing(): string | null {
    if (scheme === null) return 'Choose the chat that is on your site.'
    if (step === 0) return name.trim() === '' ? 'Give the channel a name.' : null
    if (step === 1) return whatKeyNeeds(scheme, linted, choices, workspace?.keystore)
    if (step === 2) {
      if (linesOf(site.origins).length === 0) return 'Name at least one origin.'
      return problemWithOrigins(linesOf(site.origins)) ?? problemWithSettings(scheme, site)
    }
    return null
  }

  async function next() {
    setAttempted(true)
    if (scheme === null) body.current?.querySelector<HTMLElement>('input[type="search"]')?.focus()
    if (whatIsMissing() !== null) return
    const mustStore = !keyStored && (step === 2 || (step === 1 && made !== null))
    if (mustStore) {
      if (await store()) go(3)
      return
    }
    go(step + 1)
  }

  async function choosePolicy(policy: ChannelPolicy) {
    if (made === null) return
    const changed = await update.run({ channelId: made.id, policy })
    if (changed.ok) setMade(changed.value)
  }

  const missing = attempted ? whatIsMissing() : null
  const busy = addChannel.running || addKey.running
  return (
    <div className="channels-wizard">
      <ol ref={top} className="channels-wizard-steps" aria-label="Steps">
        {steps.map((title, index) => (
          <li
            key={title}
            data-state={index < step ? 'done' : index === step ? 'current' : 'ahead'}
            aria-current={index === step ? 'step' : undefined}
          >
            <span className="channels-wizard-number">
              {index < step ? <Icon name="check" size={14} label="done" /> : index + 1}
            </span>
            {title}
          </li>
        ))}
      </ol>
      <div ref={body} className="channels-wizard-body" tabIndex={-1} role="group" aria-label={steps[step]}>
        {step === 0 && (
          <div className="channels-form channels-form-wide">
            <h2 className="channels-question">Which chat is on your site?</h2>
            <VendorChoice
              scheme={scheme}
              error={scheme === null ? missing : null}
              onChange={(chosen) => {
                setScheme(chosen)
                linted.wipe()
                setChoices(freshKeyChoices(Date.now()))
              }}
            />
            {scheme !== null && <VendorFacts scheme={scheme} />}
            <TextField
              label="Name of the channel"
              description="Agents see it beside each conversation."
              placeholder="Shop"
              value={name}
              onChange={setName}
              maxLength={80}
              error={scheme === null ? null : missing}
            />
          </div>
        )}
        {step === 1 && scheme !== null && (
          <>
            <h2 className="channels-question">{vendorOf(scheme).words.keyQuestion}</h2>
            <KeyFields
              scheme={scheme}
              linted={linted}
              choices={choices}
              onChange={setChoices}
              keystore={workspace?.keystore}
            />
          </>
        )}
        {step === 2 && scheme !== null && (
          <>
            <h2 className="channels-question">Where do your visitors chat?</h2>
            <SiteFields scheme={scheme} draft={site} onChange={setSite} />
          </>
        )}
        {step === 3 && made && (
          <>
            <h2 className="channels-question">Put this into your site</h2>
            <Notice severity="success" title="The channel is ready">
              The key is stored on this machine and is never shown again.
            </Notice>
            <SnippetsPanel channelId={made.id} />
          </>
        )}
        {step === 4 && made && (
          <>
            <h2 className="channels-question">Does it verify?</h2>
            <TestPayload channel={made} />
          </>
        )}
        {step === 5 && made && (
          <>
            <h2 className="channels-question">What happens to a visitor who is not verified?</h2>
            <PolicyChoice policy={made.policy} counts={made.counts} onChange={choosePolicy} hideLabel />
          </>
        )}
        {missing && step > 0 && (
          <Notice severity="warning" title="One thing is missing">
            {missing}
          </Notice>
        )}
        {[addChannel.problem, addKey.problem, update.problem].map(
          (problem, index) =>
            problem && (
              <Notice
                key={index}
                severity="error"
                title={made === null ? 'The channel was not added' : 'That was not stored'}
              >
                {problem.message}
              </Notice>
            ),
        )}
      </div>
      <div className="channels-wizard-foot">
        {onCancel && !keyStored && (
          <Button
            variant="quiet"
            onPress={() => {
              linted.wipe()
              onCancel()
            }}
          >
            Cancel
          </Button>
        )}
        <span className="channels-spring" />
        {step > 0 && (step > 3 || (!keyStored && made === null)) && (
          <Button
            onPress={() => {
              go(step - 1)
            }}
          >
            Back
          </Button>
        )}
        {step < steps.length - 1 ? (
          <Button variant="primary" onPress={next} busy={busy}>
            {step === 2 ? 'Add the channel' : 'Continue'}
          </Button>
        ) : (
          made && (
            <Button variant="primary" onPress={() => onDone(made)}>
              Finish
            </Button>
          )
        )}
      </div>
    </div>
  )
}
