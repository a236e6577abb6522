import { useState } from 'react'
import type { ChannelView, KeyView } from '#shared/domain/channel.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { exactTime, Time } from '../../ui/time.tsx'
import { freshKeyChoices, newKeyOf, whatKeyNeeds } from './key-choices.ts'
import { KeyFields } from './key-fields.tsx'
import { keyStateLooks, platformWords } from './scheme-words.ts'
import { useKeyLint } from './use-key-lint.ts'

type Open = { what: 'add' } | { what: 'end' | 'retire'; key: KeyView } | null

/** The keys of a channel and their rotation: add a second one, let the old one end, or retire it at once. */
export function KeysSection({ channel, maySetUp }: { channel: ChannelView; maySetUp: boolean }) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <Section
      title="Keys"
      description="To change keys without turning anyone away: add the new one, switch your server over, then let the old one end."
      actions={
        maySetUp && (
          <Button icon="plus" onPress={() => setOpen({ what: 'add' })}>
            Add a key
          </Button>
        )
      }
    >
      <Table
        label="Keys of this channel"
        rows={channel.keys}
        rowKey={(key) => key.id}
        empty={
          <EmptyState icon="key" title="No key yet">
            Until there is one, every message of this channel is shown as “Cannot be checked”.
          </EmptyState>
        }
        columns={[
          {
            id: 'key',
            label: 'Key',
            cell: (key) => (
              <div className="channels-name">
                <strong>{key.label}</strong>
                <code className="channels-soft">{key.fingerprint}</code>
                {key.kid !== null && (
                  <span className="channels-soft">
                    Key id <code>{key.kid}</code>
                  </span>
                )}
                {key.platform !== null && <span className="channels-soft">For {platformWords[key.platform]}</span>}
                {key.warnings.map((warning) => (
                  <span key={warning} className="channels-key-warning">
                    {warning}
                  </span>
                ))}
              </div>
            ),
          },
          { id: 'state', label: 'State', width: '30%', cell: (key) => <KeyStateCell view={key} /> },
          { id: 'added', label: 'Added', width: '96px', cell: (key) => <Time at={key.addedAt} /> },
          {
            id: 'used',
            label: 'Last used',
            width: '96px',
            cell: (key) =>
              key.lastUsedAt === null ? <span className="channels-soft">never</span> : <Time at={key.lastUsedAt} />,
          },
          {
            id: 'actions',
            label: 'Change',
            align: 'end',
            width: '230px',
            cell: (key) =>
              maySetUp && key.state !== 'retired' ? (
                <span className="channels-actions">
                  <Button aria-label={`Set when ${key.label} ends`} onPress={() => setOpen({ what: 'end', key })}>
                    Set its end
                  </Button>
                  <Button aria-label={`Retire ${key.label} now`} onPress={() => setOpen({ what: 'retire', key })}>
                    Retire now
                  </Button>
                </span>
              ) : null,
          },
        ]}
      />
      {open?.what === 'add' && <AddKey channel={channel} onClose={close} />}
      {open?.what === 'end' && <EndKey channel={channel} view={open.key} onClose={close} />}
      {open?.what === 'retire' && <RetireKey channel={channel} view={open.key} onClose={close} />}
    </Section>
  )
}

function KeyStateCell({ view }: { view: KeyView }) {
  const look = keyStateLooks[view.state]
  if (!view.available && view.state !== 'retired') return <Chip tone="danger">Cannot be opened</Chip>
  if (view.compromisedAt !== null) {
    return (
      <div className="channels-name">
        <Chip tone="danger">Seen outside</Chip>
        <span className="channels-key-warning">
          since {shortDate(view.compromisedAt)}. It verifies nothing any more: make a new secret, add it here and put it
          on the site’s server.
        </span>
      </div>
    )
  }
  return (
    <div className="channels-name">
      <Chip tone={look.tone}>{look.words}</Chip>
      {view.retiresAt !== null && (
        <span className="channels-soft">
          {view.state === 'retired' ? 'since ' : 'until '}
          {shortDate(view.retiresAt)}
        </span>
      )}
    </div>
  )
}

const shortDate = (at: number) =>
  new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

function AddKey({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const linted = useKeyLint(channel.scheme)
  const [choices, setChoices] = useState(() => freshKeyChoices(Date.now()))
  const workspace = useWorkspace()
  const add = useAction('keys.add')
  const lacking = whatKeyNeeds(channel.scheme, linted, choices, workspace?.keystore)

  async function store() {
    const result = await add.run(newKeyOf(channel.id, linted, choices))
    if (!result.ok) return
    linted.wipe()
    onClose()
  }

  return (
    <Dialog
      isOpen
      keepOpen
      onClose={onClose}
      title="Add a key"
      footer={
        <>
          <span className="channels-soft channels-spring">{linted.material !== '' && lacking}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={store} busy={add.running} isDisabled={lacking !== null}>
            Add the key
          </Button>
        </>
      }
    >
      <KeyFields
        scheme={channel.scheme}
        linted={linted}
        choices={choices}
        onChange={setChoices}
        keystore={workspace?.keystore}
      />
      {add.problem && (
        <Notice severity="error" title="The key was not stored">
          {add.problem.message}
        </Notice>
      )}
    </Dialog>
  )
}

/** A time as `<input type="datetime-local">` writes it, in this machine's zone. */
function localInput(at: number): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

function EndKey({ channel, view, onClose }: { channel: ChannelView; view: KeyView; onClose: () => void }) {
  const [text, setText] = useState(() => localInput(view.retiresAt ?? Date.now() + 7 * 86_400_000))
  const retire = useAction('keys.retire')
  const at = new Date(text).getTime()
  const valid = Number.isFinite(at) && at > Date.now()
  const others = channel.keys.filter((key) => key.id !== view.id && key.state === 'active')
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`When does “${view.label}” end?`}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={retire.running}
            isDisabled={!valid}
            onPress={async () => {
              const result = await retire.run({ channelId: channel.id, keyId: view.id, at })
              if (result.ok) onClose()
            }}
          >
            Set the end
          </Button>
        </>
      }
    >
      <div className="channels-form">
        <TextField
          label="Last moment it counts"
          description="In this machine’s time zone. Until then it verifies as before."
          type="datetime-local"
          value={text}
          onChange={setText}
          error={valid ? null : 'Choose a moment in the future, or retire the key now.'}
        />
        {others.length === 0 && (
          <Notice severity="warning" title="There is no other active key">
            After that moment nothing of this channel can be checked. Add the new key first.
          </Notice>
        )}
        {retire.problem && (
          <Notice severity="error" title="The key was not changed">
            {retire.problem.message}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}

function RetireKey({ channel, view, onClose }: { channel: ChannelView; view: KeyView; onClose: () => void }) {
  const retire = useAction('keys.retire')
  const others = channel.keys.filter((key) => key.id !== view.id && key.state !== 'retired').length
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Retire “${view.label}” now?`}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button
            variant="danger"
            busy={retire.running}
            onPress={async () => {
              const result = await retire.run({ channelId: channel.id, keyId: view.id, at: null })
              if (result.ok) onClose()
            }}
          >
            Retire now
          </Button>
        </>
      }
    >
      <div className="channels-form">
        <p>
          From the next message on, proofs made with this key are not accepted. This cannot be undone.{' '}
          {view.lastUsedAt !== null && `It last verified a visitor on ${exactTime(view.lastUsedAt)}.`}
        </p>
        {others === 0 && (
          <Notice severity="warning" title="This is the last key">
            Every visitor of this channel will be shown as “Cannot be checked” until you add another.
          </Notice>
        )}
        {retire.problem && (
          <Notice severity="error" title="The key was not retired">
            {retire.problem.message}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
