import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { settingsReadBy } from '#shared/vendors/settings-read.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { HashFields } from './hash-fields.tsx'
import { linesOf, problemWithOrigins } from './scheme-words.ts'
import type { SiteDraft } from './site-draft.ts'
import { TokenFields } from './token-fields.tsx'

const identityFields = [
  { id: 'email', label: 'E-mail' },
  { id: 'id', label: 'User id' },
  { id: 'phone', label: 'Phone number' },
  { id: 'name', label: 'Name' },
]

/** Origins, and what the vendor's scheme needs to be told beside its keys. */
export function SiteFields(props: {
  scheme: SchemeName
  draft: SiteDraft
  onChange: (draft: SiteDraft) => void
  isDisabled?: boolean
}) {
  const { scheme, draft, onChange } = props
  const isDisabled = props.isDisabled ?? false
  const read = settingsReadBy(vendorOf(scheme))
  const change = (part: Partial<SiteDraft>) => onChange({ ...draft, ...part })
  return (
    <div className="channels-form">
      <TextField
        label="Origins that may chat"
        description="One per line, exactly as the browser shows it up to the host. Pages from anywhere else are turned away."
        placeholder="https://shop.example"
        value={draft.origins}
        onChange={(origins) => change({ origins })}
        error={problemWithOrigins(linesOf(draft.origins))}
        rows={3}
        fixedWidth
        isDisabled={isDisabled}
      />
      {read.includes('fields') && (
        <HashFields draft={draft.hash} onChange={(hash) => change({ hash })} isDisabled={isDisabled} />
      )}
      {read.includes('issuer') && (
        <TokenFields
          scheme={scheme}
          draft={draft.token}
          onChange={(token) => change({ token })}
          isDisabled={isDisabled}
        />
      )}
      {scheme === 'pavior' && (
        <>
          <TextField
            label="Team"
            description="The teamVanityId of the init call. A payload for another team is not accepted."
            value={draft.team}
            onChange={(team) => change({ team })}
            fixedWidth
            isDisabled={isDisabled}
          />
          <TextField
            label="Primary authentication domain"
            description="The host your users log in on. Needed only if other hosts borrow that login."
            placeholder="auth.example.com"
            value={draft.primary}
            onChange={(primary) => change({ primary })}
            fixedWidth
            isDisabled={isDisabled}
          />
          <TextField
            label="Shared authentication domains"
            description="Exact hosts that may borrow it, one per line. No wildcards: each host is trusted by name."
            placeholder="example.zendesk.com"
            value={draft.shared}
            onChange={(shared) => change({ shared })}
            rows={3}
            fixedWidth
            isDisabled={isDisabled}
          />
        </>
      )}
      {scheme === 'talkative' && (
        <>
          <IdentityLabels labels={draft.labels} onChange={(labels) => change({ labels })} isDisabled={isDisabled} />
          <TextField
            label="Unsigned fields"
            description="Labels that may pass without a signature, one per line. They are shown as given by the visitor, never as proven."
            placeholder="Topic"
            value={draft.unsigned}
            onChange={(unsigned) => change({ unsigned })}
            rows={3}
            fixedWidth
            isDisabled={isDisabled}
          />
        </>
      )}
    </div>
  )
}

function IdentityLabels({
  labels,
  onChange,
  isDisabled,
}: {
  labels: SiteDraft['labels']
  onChange: (labels: SiteDraft['labels']) => void
  isDisabled: boolean
}) {
  const set = (index: number, part: Partial<{ label: string; field: string }>) =>
    onChange(labels.map((one, at) => (at === index ? { ...one, ...part } : one)))
  return (
    <fieldset className="channels-labels">
      <legend className="ui-label">Labels that name the visitor</legend>
      <p className="ui-description">Which label of the signed data is which part of the identity.</p>
      {labels.map((one, index) => (
        <div className="channels-label-row" key={index}>
          <TextField
            label={`Signed label ${index + 1}`}
            hideLabel
            placeholder="Email"
            value={one.label}
            onChange={(label) => set(index, { label })}
            isDisabled={isDisabled}
          />
          <span className="channels-soft">is the</span>
          <Select
            label={`Identity field ${index + 1}`}
            hideLabel
            options={identityFields}
            value={one.field}
            onChange={(field) => set(index, { field })}
            isDisabled={isDisabled}
          />
          <IconButton
            icon="cross"
            label={`Remove label ${index + 1}`}
            isDisabled={isDisabled}
            onPress={() => onChange(labels.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          variant="quiet"
          icon="plus"
          isDisabled={isDisabled}
          onPress={() => onChange([...labels, { label: '', field: 'id' }])}
        >
          Add a label
        </Button>
      </div>
    </fieldset>
  )
}
