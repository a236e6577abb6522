import { useState } from 'react'
import type { RequestOutput } from '#shared/contract/requests.ts'
import type { BlockRow } from '#shared/domain/review.ts'
import { Answered } from '../../host/answered.tsx'
import type { RequestState } from '../../host/host.ts'
import { useAction } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'

/** Identities that supervisors blocked, each in its channel, with the way to lift the block. */
export function BlockTable({ blocks }: { blocks: RequestState<RequestOutput<'identities.list'>> }) {
  const [lifting, setLifting] = useState<BlockRow | null>(null)
  return (
    <div className="review-door">
      <p className="review-soft">
        Messages of these are refused where the channel enforces verification, and marked everywhere else.
      </p>
      <Answered request={blocks}>
        {({ rows }) => (
          <Table
            label="Blocked identities"
            rows={rows}
            rowKey={(row) => row.id}
            empty={
              <EmptyState icon="lock" title="Nobody is blocked">
                A flag’s follow-ups block the identity that its message names.
              </EmptyState>
            }
            columns={[
              { id: 'who', label: 'Identity', cell: (row) => <Given text={row.value} reveal /> },
              { id: 'channel', label: 'Channel', width: '16%', cell: (row) => row.channel.name },
              {
                id: 'scope',
                label: 'Meets',
                width: '18%',
                cell: (row) => (row.scope === 'always' ? 'everybody' : 'who cannot prove it'),
              },
              {
                id: 'why',
                label: 'Why',
                width: '22%',
                cell: (row) => (
                  <span className="review-why">
                    {row.note}
                    <span className="review-soft">
                      {row.by}, <Time at={row.at} />
                    </span>
                  </span>
                ),
              },
              { id: 'hits', label: 'Met', align: 'end', width: '60px', cell: (row) => row.hits.toLocaleString('en') },
              {
                id: 'lift',
                label: 'Lift',
                align: 'end',
                width: '90px',
                cell: (row) => (
                  <Button variant="quiet" onPress={() => setLifting(row)}>
                    Lift
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answered>
      {lifting && <LiftDialog block={lifting} onClose={() => setLifting(null)} />}
    </div>
  )
}

function LiftDialog({ block, onClose }: { block: BlockRow; onClose: () => void }) {
  const lift = useAction('identities.unblock')
  const [note, setNote] = useState('')
  const run = async () => {
    const result = await lift.run({ blockId: block.id, note })
    if (result.ok) onClose()
  }
  return (
    <Dialog
      isOpen
      keepOpen
      size="small"
      onClose={onClose}
      title="Lift this block"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={() => void run()} busy={lift.running} isDisabled={note.trim() === ''}>
            Lift the block
          </Button>
        </>
      }
    >
      <TextField label="Why" rows={3} maxLength={500} value={note} onChange={setNote} autoFocus />
      {lift.problem && (
        <Notice severity="error" title="Nothing was changed">
          {lift.problem.message}
        </Notice>
      )}
    </Dialog>
  )
}
