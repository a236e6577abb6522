import type { RequestInput } from '#shared/contract/requests.ts'
import type { StatusCounts } from '#shared/domain/insights.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import { trustLook } from '../../trust/standing-words.ts'
import { Icon } from '../../ui/icon.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { Table } from '../../ui/table.tsx'
import { BarRows } from './bar-rows.tsx'
import { DayColumns } from './day-columns.tsx'
import { FigureButton } from './figure-button.tsx'
import type { PanelProps } from './opened-list.ts'
import { spanOf } from './opened-list.ts'
import { Panel } from './panel.tsx'
import { counted, dayWords, shareWords, sumOf } from './words.ts'

interface Line {
  key: string
  label: string
  counts: StatusCounts
  span: ReturnType<typeof spanOf>
}

/** How many messages were verified, by channel and by day. */
export function SharePanel(props: PanelProps & { period: Omit<RequestInput<'insights.export'>, 'panel'> }) {
  const { figures, open } = props
  const { byChannel, byDay, all } = figures.share
  const name = (id: string) => figures.channels.find((channel) => channel.id === id)?.name ?? ''
  const channels: Line[] = byChannel.map(({ channelId, counts }) => ({
    key: channelId,
    label: name(channelId),
    counts,
    span: { ...spanOf(props), channelId },
  }))
  const days: Line[] = figures.days.map(({ date }, index) => ({
    key: date,
    label: dayWords(date, 'long'),
    counts: byDay[index] ?? all,
    span: spanOf(props, index),
  }))
  const openLine = ({ label, counts, span }: Line, status: VerdictStatus | null) => {
    const list = { list: 'messages' as const, ...span, status }
    if (status === null) open({ ask: list, title: label, count: sumOf(counts), counts })
    else open({ ask: list, title: `${label} · ${trustLook(status).words}`, count: counts[status] })
  }
  const highest = Math.max(1, ...days.map(({ counts }) => sumOf(counts)))
  const total = sumOf(all)

  const columns = (title: string): TableColumn<Line>[] => [
    { id: 'which', label: title, cell: ({ label }) => label },
    ...verdictStatuses.map((status) => ({
      id: status,
      label: trustLook(status).words,
      align: 'end' as const,
      cell: (line: Line) => (
        <FigureButton
          figure={line.counts[status].toLocaleString('en')}
          name={`${line.label}, ${trustLook(status).words}: ${counted(line.counts[status], 'message')}`}
          onOpen={line.counts[status] === 0 ? null : () => openLine(line, status)}
        />
      ),
    })),
    {
      id: 'all',
      label: 'All',
      align: 'end',
      cell: (line) => (
        <FigureButton
          figure={sumOf(line.counts).toLocaleString('en')}
          name={`${line.label}: ${counted(sumOf(line.counts), 'message')}`}
          onOpen={sumOf(line.counts) === 0 ? null : () => openLine(line, null)}
        />
      ),
    },
    {
      id: 'share',
      label: 'Verified share',
      align: 'end',
      cell: ({ counts }) => shareWords(counts.verified, sumOf(counts)),
    },
  ]

  return (
    <Panel
      panel="share"
      title="Verified messages"
      description="Every visitor’s message that was checked, also those that a policy or a block refused, by what came of the check."
      period={props.period}
      nothing={total === 0 ? 'No message was checked in this period.' : null}
      chart={
        <>
          <Legend counts={all} />
          <BarRows
            label="Verified messages by channel"
            rows={channels.map((line) => ({
              key: line.key,
              label: <span title={line.label}>{line.label}</span>,
              figure: `${shareWords(line.counts.verified, sumOf(line.counts))} of ${sumOf(line.counts).toLocaleString('en')}`,
              parts: verdictStatuses
                .filter((status) => line.counts[status] > 0)
                .map((status) => ({
                  key: `${line.key} ${status}`,
                  name: `${line.label}, ${trustLook(status).words}: ${line.counts[status].toLocaleString('en')} of ${counted(sumOf(line.counts), 'message')}, ${shareWords(line.counts[status], sumOf(line.counts))}`,
                  share: line.counts[status] / sumOf(line.counts),
                  look: status,
                  onOpen: () => openLine(line, status),
                })),
            }))}
          />
          <DayColumns
            label="Verified messages by day"
            highest={counted(highest, 'message')}
            days={days.map((line) => ({
              date: line.key,
              name: dayName(line),
              parts: verdictStatuses
                .filter((status) => line.counts[status] > 0)
                .map((status) => ({ look: status, share: line.counts[status] / highest })),
              onOpen: () => openLine(line, null),
            }))}
          />
        </>
      }
      table={
        <>
          <Table
            label="Verified messages by channel, table"
            rows={channels}
            rowKey={({ key }) => key}
            columns={columns('Channel')}
          />
          <div className="insights-tall">
            <Table
              label="Verified messages by day, table"
              rows={days}
              rowKey={({ key }) => key}
              columns={columns('Day')}
            />
          </div>
        </>
      }
    />
  )
}

function dayName({ label, counts }: Line): string {
  const all = sumOf(counts)
  const others = verdictStatuses
    .filter((status) => status !== 'verified' && counts[status] > 0)
    .map((status) => `, ${counts[status].toLocaleString('en')} ${trustLook(status).words.toLowerCase()}`)
  const verified = `${counts.verified.toLocaleString('en')} verified (${shareWords(counts.verified, all)})`
  return `${label}: ${counted(all, 'message')}, ${verified}${others.join('')}`
}

/** Icon, word and pattern of each status that occurs: colour is never the only sign. */
function Legend({ counts }: { counts: StatusCounts }) {
  return (
    <ul className="insights-legend">
      {verdictStatuses
        .filter((status) => counts[status] > 0)
        .map((status) => (
          <li key={status}>
            <span className="insights-swatch" data-look={status} />
            <Icon name={trustLook(status).icon} size={14} />
            {trustLook(status).words}
            <span className="insights-soft">{counts[status].toLocaleString('en')}</span>
          </li>
        ))}
    </ul>
  )
}
