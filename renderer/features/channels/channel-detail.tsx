import { useRef, useState } from 'react'
import type { ChannelPolicy, ChannelView } from '#shared/domain/channel.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { settingsReadBy } from '#shared/vendors/settings-read.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { KeysSection } from './keys-section.tsx'
import { PolicyChoice } from './policy-choice.tsx'
import { countWords, linesOf, policyWords, problemWithOrigins, verifiedShare } from './scheme-words.ts'
import { ServerToken } from './server-token.tsx'
import { problemWithSettings, settingsOf, siteDraftOf } from './site-draft.ts'
import { SiteFields } from './site-fields.tsx'
import { SnippetsPanel } from './snippets-panel.tsx'
import { TestPayload } from './test-payload.tsx'
import { VendorFacts } from './vendor-facts.tsx'

const sections = [
  { id: 'keys', label: 'Keys' },
  { id: 'site', label: 'Site' },
  { id: 'code', label: 'Code' },
  { id: 'test', label: 'Test a payload' },
  { id: 'policy', label: 'Policy' },
  { id: 'server', label: 'Server messages' },
] as const
type SectionId = (typeof sections)[number]['id']

/** One channel with everything the wizard asked for, to look at and to change. */
export function ChannelDetail({
  channel,
  maySetUp,
  onBack,
}: {
  channel: ChannelView
  maySetUp: boolean
  onBack: () => void
}) {
  const [section, setSection] = useState<SectionId>('keys')
  const { counts } = channel
  const { title, unconfirmed } = vendorOf(channel.scheme)
  return (
    <Page
      width="reading"
      title={channel.name}
      description={`${title}${unconfirmed.length === 0 ? '' : ', unconfirmed in part'} · ${policyWords[channel.policy].title}${maySetUp ? '' : ' · only supervisors can change it'}`}
      actions={
        <Button icon="arrowLeft" onPress={onBack}>
          All channels
        </Button>
      }
    >
      <dl className="channels-figures">
        <Figure label="Messages" value={countWords(counts.messages)} />
        <Figure label="Verified" value={verifiedShare(counts)} />
        <Figure label="Not verified" value={countWords(counts.unverified)} />
        <Figure
          label={channel.policy === 'enforce' ? 'Refused' : 'Enforce would refuse'}
          value={countWords(channel.policy === 'enforce' ? counts.refused : counts.wouldRefuse)}
        />
      </dl>
      <Tabs
        label="Sections of the channel"
        items={sections}
        selected={section}
        onChange={setSection}
        className="channels-sections"
      >
        <div className="channels-section">
          {section === 'keys' && <KeysSection channel={channel} maySetUp={maySetUp} />}
          {section === 'site' && <SiteSection channel={channel} maySetUp={maySetUp} />}
          {section === 'code' && <SnippetsPanel channelId={channel.id} />}
          {section === 'test' && <TestPayload channel={channel} />}
          {section === 'policy' && <PolicySection channel={channel} maySetUp={maySetUp} />}
          {section === 'server' && <ServerToken channel={channel} maySetUp={maySetUp} />}
        </div>
      </Tabs>
    </Page>
  )
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function SiteSection({ channel, maySetUp }: { channel: ChannelView; maySetUp: boolean }) {
  const [name, setName] = useState(channel.name)
  const [draft, setDraft] = useState(() => siteDraftOf(channel.origins, channel.settings))
  const [saved, setSaved] = useState(false)
  const update = useAction('channels.update')
  const edits = useRef(0)
  const edited = () => {
    edits.current += 1
    setSaved(false)
  }
  const lacking = problemWithSettings(channel.scheme, draft)
  const invalid = name.trim() === '' || problemWithOrigins(linesOf(draft.origins)) !== null || lacking !== null
  const hasSettings = settingsReadBy(vendorOf(channel.scheme)).length > 0

  async function save() {
    const asked = edits.current
    const result = await update.run({
      channelId: channel.id,
      name,
      origins: linesOf(draft.origins),
      settings: settingsOf(channel.scheme, draft),
    })
    // What was typed meanwhile is not saved, and nothing may say so.
    setSaved(result.ok && asked === edits.current)
  }

  return (
    <div className="channels-stack">
      <div className="channels-form">
        <TextField
          label="Name of the channel"
          value={name}
          onChange={(text) => {
            setName(text)
            edited()
          }}
          maxLength={80}
          isDisabled={!maySetUp}
          error={name.trim() === '' ? 'Give the channel a name.' : null}
        />
        <SiteFields
          scheme={channel.scheme}
          draft={draft}
          onChange={(next) => {
            setDraft(next)
            edited()
          }}
          isDisabled={!maySetUp}
        />
        {update.problem && (
          <Notice severity="error" title="The site was not changed">
            {update.problem.message}
          </Notice>
        )}
        {maySetUp && (
          <div className="channels-actions">
            <Button variant="primary" onPress={save} busy={update.running} isDisabled={invalid}>
              Save
            </Button>
            <span role="status" className="channels-soft">
              {lacking ?? (saved && 'Saved. It holds from the next message.')}
            </span>
          </div>
        )}
      </div>
      {maySetUp && hasSettings && (
        <Section
          title="Test with a known user"
          description="Judged by what stands above, saved or not. See that somebody you know still verifies before you save."
        >
          <TestPayload
            channel={{ ...channel, origins: linesOf(draft.origins) }}
            settings={lacking === null ? settingsOf(channel.scheme, draft) : null}
          />
        </Section>
      )}
      <VendorFacts scheme={channel.scheme} />
    </div>
  )
}

function PolicySection({ channel, maySetUp }: { channel: ChannelView; maySetUp: boolean }) {
  const [asking, setAsking] = useState(false)
  const [minutes, setMinutes] = useState(String(channel.freshnessMinutes))
  const update = useAction('channels.update')
  const wanted = Number(minutes)
  const valid = Number.isInteger(wanted) && wanted >= 1 && wanted <= 10_080

  function choose(policy: ChannelPolicy) {
    if (policy === channel.policy) return
    if (policy === 'enforce') setAsking(true)
    else void update.run({ channelId: channel.id, policy })
  }

  return (
    <div className="channels-form">
      <PolicyChoice policy={channel.policy} counts={channel.counts} onChange={choose} isDisabled={!maySetUp} />
      <Section title="Freshness" description="Restricted templates need a proof that is not older than this.">
        <div className="channels-inline">
          <TextField
            label="Minutes"
            value={minutes}
            onChange={setMinutes}
            inputMode="numeric"
            isDisabled={!maySetUp}
            error={valid ? null : 'A whole number from 1 to 10,080.'}
          />
          {maySetUp && (
            <Button
              onPress={() => update.run({ channelId: channel.id, freshnessMinutes: wanted })}
              isDisabled={!valid || wanted === channel.freshnessMinutes}
            >
              Save
            </Button>
          )}
        </div>
      </Section>
      {update.problem && (
        <Notice severity="error" title="The policy was not changed">
          {update.problem.message}
        </Notice>
      )}
      <Dialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title="Refuse visitors who are not verified?"
        size="small"
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Keep {policyWords[channel.policy].title.toLowerCase()}</Button>
            <Button
              variant="danger"
              busy={update.running}
              onPress={async () => {
                await update.run({ channelId: channel.id, policy: 'enforce' })
                setAsking(false)
              }}
            >
              Enforce
            </Button>
          </>
        }
      >
        <p>
          {channel.counts.messages === 0
            ? 'No message has arrived yet, so nobody knows whom this would turn away. '
            : `Of ${countWords(channel.counts.messages)} messages so far, ${countWords(channel.counts.wouldRefuse)} would have been refused. `}
          Visitors who are turned away are told why. You can go back at any time.
        </p>
      </Dialog>
    </div>
  )
}
