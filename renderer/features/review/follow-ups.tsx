import { useState } from 'react'
import type { BlockScope, FlagCase } from '#shared/domain/review.ts'
import { useCommands } from '../../app/commands.tsx'
import { useAction } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import './follow-ups.css'

type Step = 'revoke' | 'restore' | 'block' | 'unblock' | 'retire' | 'tell'

const titles: Record<Step, { title: string; action: string; note: string }> = {
  revoke: { title: 'Revoke this proof', action: 'Revoke', note: 'Why' },
  restore: { title: 'Let this proof count again', action: 'Restore', note: 'Why' },
  block: { title: 'Block this identity in this channel', action: 'Block', note: 'Why' },
  unblock: { title: 'Lift this block', action: 'Lift the block', note: 'Why' },
  retire: { title: 'Retire this key now', action: 'Retire the key', note: '' },
  tell: { title: 'Note to the agent', action: 'Add the note', note: 'Internal note' },
}

/** What can follow from a decision. Each says what it does before it does it. */
export function FollowUps({ found }: { found: FlagCase }) {
  const { proof, subject, block, flag } = found
  const [step, setStep] = useState<Step | null>(null)
  const proofStep = proof === null || flag.messageId === null ? null : proof.revokedAt === null ? 'revoke' : 'restore'
  const blockStep = subject === null ? null : block === null ? 'block' : 'unblock'
  const keyStep = keysInUse(found).length === 0 ? null : 'retire'
  useCommands(
    (
      [
        ['n', 'tell'],
        ['r', proofStep],
        ['b', blockStep],
        ['t', keyStep],
      ] as const
    ).flatMap(([letter, what]) =>
      what === null
        ? []
        : [
            {
              id: `review.${what}`,
              label: titles[what].title,
              group: 'List' as const,
              key: letter,
              run: () => setStep(what),
            },
          ],
    ),
  )
  return (
    <section className="review-follow-ups" aria-label="Follow-ups">
      <h3>Follow-ups</h3>
      <div className="review-detail-actions">
        <Button icon="note" onPress={() => setStep('tell')} keys="N">
          Note to the agent
        </Button>
        {proofStep && (
          <Button icon="shield" onPress={() => setStep(proofStep)} keys="R">
            {proofStep === 'revoke' ? 'Revoke this proof' : 'Restore this proof'}
          </Button>
        )}
        {blockStep && (
          <Button icon="lock" onPress={() => setStep(blockStep)} keys="B">
            {blockStep === 'block' ? 'Block this identity' : 'Lift the block'}
          </Button>
        )}
        {keyStep && (
          <Button icon="key" onPress={() => setStep(keyStep)} keys="T">
            Retire the key
          </Button>
        )}
      </div>
      {block !== null && (
        <p className="review-soft">
          <Given text={block.value} /> is blocked here since <Time at={block.at} /> by {block.by}:{' '}
          {block.hits === 1 ? 'one message' : `${block.hits} messages`} met.
        </p>
      )}
      {proof !== null && proof.revokedAt !== null && (
        <p className="review-soft">
          This proof was revoked <Time at={proof.revokedAt} />.
        </p>
      )}
      {step && <StepDialog step={step} found={found} onClose={() => setStep(null)} />}
    </section>
  )
}

/** A key that is retired already cannot be retired again. */
const keysInUse = ({ keys }: FlagCase) => keys.filter(({ state }) => state !== 'retired')

function StepDialog({ step, found, onClose }: { step: Step; found: FlagCase; onClose: () => void }) {
  const { flag, block, subject } = found
  const keys = keysInUse(found)
  // One key of several is chosen by a person, never by its place in a list.
  const [keyId, setKeyId] = useState(keys.length === 1 ? (keys[0]?.id ?? null) : null)
  const key = keys.find(({ id }) => id === keyId)
  const revoke = useAction('proofs.revoke')
  const restore = useAction('proofs.restore')
  const blocking = useAction('identities.block')
  const lifting = useAction('identities.unblock')
  const retire = useAction('keys.retire')
  const tell = useAction('flags.tellAgent')
  const [note, setNote] = useState('')
  const [scope, setScope] = useState<BlockScope>('unproven')
  const actions = [revoke, restore, blocking, lifting, retire, tell]
  const busy = actions.some(({ running }) => running)
  const problem = actions.find((each) => each.problem !== null)?.problem
  const { title, action, note: label } = titles[step]
  const missing = step === 'retire' ? key === undefined : label !== '' && note.trim() === ''

  async function run() {
    if (missing || busy) return
    const messageId = flag.messageId ?? 'msg_none'
    const result = await (step === 'revoke'
      ? revoke.run({ messageId, note })
      : step === 'restore'
        ? restore.run({ messageId, note })
        : step === 'block'
          ? blocking.run({ flagId: flag.id, scope, note })
          : step === 'unblock'
            ? lifting.run({ blockId: block?.id ?? 'blck_none', note })
            : step === 'retire'
              ? retire.run({ channelId: key?.channel.id ?? flag.channel.id, keyId: key?.id ?? 'key_none', at: null })
              : tell.run({ flagId: flag.id, text: note }))
    if (result.ok) onClose()
  }

  return (
    <Dialog
      isOpen
      keepOpen
      size="small"
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant={step === 'tell' || step === 'restore' || step === 'unblock' ? 'primary' : 'danger'}
            onPress={() => void run()}
            busy={busy}
            isDisabled={missing}
          >
            {action}
          </Button>
        </>
      }
    >
      {step === 'revoke' && <p>It never verifies again in this channel, and whoever uses it now loses their badge.</p>}
      {step === 'retire' && (
        <div className="review-retire">
          <p>
            {key === undefined ? 'The key' : `${key.label} of ${key.channel.name}`} verifies nothing from now on.
            Visitors whose proofs are made with it are unverified until the site signs with another key.
          </p>
          {keys.length > 1 && (
            <Choice
              label="Which key"
              value={keyId}
              onChange={setKeyId}
              options={keys.map(({ id, label, channel, compromised }) => ({
                id,
                label,
                description: `${channel.name}${compromised ? ' · was seen outside' : ''}`,
              }))}
            />
          )}
        </div>
      )}
      {step === 'block' && subject && (
        <>
          <p>
            Messages of <Given text={subject.value} reveal /> in {flag.channel.name} are marked, and refused where the
            channel enforces.
          </p>
          <Choice
            label="Whom it meets"
            value={scope}
            onChange={setScope}
            options={[
              {
                id: 'unproven',
                label: 'Whoever claims it without a proof',
                description: 'The customer, once signed in, is not affected.',
              },
              { id: 'always', label: 'Everybody, also with a proof', description: 'For an account that is abused.' },
            ]}
          />
        </>
      )}
      {label !== '' && <TextField label={label} rows={3} maxLength={500} value={note} onChange={setNote} autoFocus />}
      {problem && (
        <Notice severity="error" title="Nothing was changed">
          {problem.message}
        </Notice>
      )}
    </Dialog>
  )
}
