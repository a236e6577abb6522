import type { RequestOutput } from '#shared/contract/requests.ts'
import { Answered } from '../../host/answered.tsx'
import type { RequestState } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

/** What the intake turned away, gathered by channel, reason and origin, newest first. */
export function RefusalTable({ refusals }: { refusals: RequestState<RequestOutput<'refusals.list'>> }) {
  return (
    <div className="review-door">
      <p className="review-soft">
        These never reached an agent. A high count from a page that is yours usually means a missing origin.
      </p>
      <Answered request={refusals}>
        {({ rows }) => (
          <Table
            label="Refused at the door"
            rows={rows.toSorted((a, b) => b.lastAt - a.lastAt)}
            rowKey={(row) => `${row.channel?.id ?? ''} ${row.code} ${row.origin ?? ''}`}
            empty={
              <EmptyState icon="shield" title="Nobody has been turned away">
                Requests from unknown pages, too large or too fast, are counted here.
              </EmptyState>
            }
            columns={[
              {
                id: 'why',
                label: 'Why',
                cell: (row) => (
                  <span className="review-why">
                    {row.sentence}
                    <code className="review-soft">{row.code}</code>
                  </span>
                ),
              },
              {
                id: 'origin',
                label: 'From',
                width: '26%',
                cell: (row) =>
                  row.origin === null ? (
                    <span className="review-soft">not said</span>
                  ) : (
                    <Given text={row.origin} proven reveal />
                  ),
              },
              {
                id: 'channel',
                label: 'Channel',
                width: '18%',
                cell: (row) => row.channel?.name ?? <span className="review-soft">unknown</span>,
              },
              {
                id: 'count',
                label: 'Times',
                align: 'end',
                width: '80px',
                cell: (row) => row.count.toLocaleString('en'),
              },
              { id: 'last', label: 'Last', align: 'end', width: '110px', cell: (row) => <Time at={row.lastAt} /> },
            ]}
          />
        )}
      </Answered>
    </div>
  )
}
