import { useRef, useState } from 'react'
import type { RequestOutput } from '#shared/contract/requests.ts'
import type { ChannelView, SchemeSettings } from '#shared/domain/channel.ts'
import { tellingHint } from '#shared/domain/telling-hint.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { useAction } from '../../host/host.ts'
import { ProvenanceMark } from '../../trust/badge.tsx'
import { Given } from '../../trust/given.tsx'
import { fieldTitle, sentenceAfter, trustLook } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { CheckSteps } from '../identity/check-steps.tsx'

/** Paste what the page sends and see the verdict with every step, by the engine that judges real messages. */
export function TestPayload({
  channel,
  settings,
}: {
  channel: Pick<ChannelView, 'id' | 'scheme' | 'origins'>
  /** Judges by these instead of the channel's own; null where they are not complete yet. */
  settings?: SchemeSettings | null
}) {
  const [payload, setPayload] = useState('')
  const [origin, setOrigin] = useState(channel.origins[0] ?? '')
  const [answer, setAnswer] = useState<RequestOutput<'channels.testPayload'> | null>(null)
  const [judgedBy, setJudgedBy] = useState('')
  const test = useAction('channels.testPayload')
  // An answer by other settings than those that stand there now says nothing about them.
  const by = JSON.stringify(settings ?? null)
  const shown = judgedBy === by ? answer : null

  const edits = useRef(0)
  const edited = () => {
    edits.current += 1
    setAnswer(null)
  }

  async function run() {
    const asked = edits.current
    const result = await test.run({
      channelId: channel.id,
      payload,
      origin: origin.trim() === '' ? null : origin.trim(),
      ...(settings ? { settings } : {}),
    })
    // Nor does one about what stood there when it was asked for.
    setAnswer(result.ok && asked === edits.current ? result.value : null)
    setJudgedBy(by)
  }

  return (
    <div className="channels-test">
      <div className="channels-form">
        <TextField
          // Kept out of what a browser writes down to restore a window: a payload holds a proof.
          label="Payload"
          description="The JSON your page hands to the chat. Nothing of it is stored."
          value={payload}
          onChange={(text) => {
            setPayload(text)
            edited()
          }}
          rows={9}
          fixedWidth
          placeholder={vendorOf(channel.scheme).words.sample}
        />
        {channel.scheme === 'pavior' && (
          <TextField
            label="Page it is sent from"
            description="Matters for hosts that borrow a login."
            value={origin}
            onChange={(text) => {
              setOrigin(text)
              edited()
            }}
            fixedWidth
          />
        )}
        <div className="channels-actions">
          <Button
            variant="primary"
            icon="shieldCheck"
            onPress={run}
            busy={test.running}
            isDisabled={payload.trim() === '' || settings === null}
          >
            Check
          </Button>
        </div>
      </div>
      <div className="channels-verdict" aria-live="polite">
        {test.problem && (
          <Notice severity="error" title="The payload could not be checked">
            {test.problem.message}
          </Notice>
        )}
        {shown === null && !test.problem && (
          <p className="channels-verdict-none">The verdict and every step appear here.</p>
        )}
        {shown && <VerdictCard answer={shown} />}
      </div>
    </div>
  )
}

function VerdictCard({ answer: { verdict, sentence } }: { answer: RequestOutput<'channels.testPayload'> }) {
  const look = trustLook(verdict.status)
  const hint = tellingHint(verdict.hints)
  return (
    <>
      <div className="channels-verdict-head" data-tone={look.tone}>
        <Icon name={look.icon} size={20} />
        <div>
          <strong>{look.words}</strong>
          <p>{sentenceAfter(look.words, sentence)}</p>
        </div>
      </div>
      <CheckSteps steps={verdict.steps} label="How it was checked" />
      {Object.keys(verdict.fields).length > 0 && (
        <dl className="channels-fields">
          {Object.entries(verdict.fields).map(([name, field]) => (
            <div key={name}>
              <dt>
                <Given text={fieldTitle(name)} proven />
              </dt>
              <dd>
                <Given text={field.value} proven reveal />{' '}
                <ProvenanceMark
                  provenance={field.provenance}
                  rejected={verdict.status === 'failed' && name === verdict.field}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {hint !== null && (
        <div className="channels-hints">
          <h2 className="ui-label">For the site’s developer</h2>
          <p>{hint.message}</p>
        </div>
      )}
    </>
  )
}
