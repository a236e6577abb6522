import type { RequestInput } from '#shared/contract/requests.ts'
import type { FirstReplyTimes } from '#shared/domain/insights.ts'
import type { TableColumn } from '../../ui/table.tsx'
import { Table } from '../../ui/table.tsx'
import { BarRows } from './bar-rows.tsx'
import { DayColumns } from './day-columns.tsx'
import { FigureButton } from './figure-button.tsx'
import type { PanelProps } from './opened-list.ts'
import { spanOf } from './opened-list.ts'
import { Panel } from './panel.tsx'
import { counted, dayWords, spanWords } from './words.ts'

interface Line extends FirstReplyTimes {
  key: string
  label: string
  span: ReturnType<typeof spanOf>
}

/** How long visitors wait for somebody to answer, by channel and by day. */
export function FirstRepliesPanel(props: PanelProps & { period: Omit<RequestInput<'insights.export'>, 'panel'> }) {
  const { figures, open } = props
  const { byChannel, byDay, all } = figures.firstReplies
  const name = (id: string) => figures.channels.find((channel) => channel.id === id)?.name ?? ''
  const channels: Line[] = byChannel.map(({ channelId, ...times }) => ({
    ...times,
    key: channelId,
    label: name(channelId),
    span: { ...spanOf(props), channelId },
  }))
  const days: Line[] = figures.days.map(({ date }, index) => ({
    ...(byDay[index] ?? all),
    key: date,
    label: dayWords(date, 'long'),
    span: spanOf(props, index),
  }))
  const everything: Line = { ...all, key: 'all', label: 'All', span: spanOf(props) }
  const openAnswered = ({ label, span, answered }: Line) =>
    open({ ask: { list: 'first-replies', ...span }, title: `${label} · answered`, count: answered })
  const openUnanswered = ({ label, span, unanswered }: Line) =>
    open({ ask: { list: 'unanswered', ...span }, title: `${label} · without a reply`, count: unanswered })
  const longest = (lines: readonly Line[]) => Math.max(1, ...lines.map(({ ninetieth }) => ninetieth ?? 0))
  const widest = longest(channels)
  const highest = longest(days)

  const columns = (title: string): TableColumn<Line>[] => [
    { id: 'which', label: title, cell: ({ label }) => label },
    {
      id: 'answered',
      label: 'Answered',
      align: 'end',
      cell: (line) => (
        <FigureButton
          figure={line.answered.toLocaleString('en')}
          name={`${line.label}: ${counted(line.answered, 'conversation')} answered`}
          onOpen={line.answered === 0 ? null : () => openAnswered(line)}
        />
      ),
    },
    {
      id: 'unanswered',
      label: 'Without a reply',
      align: 'end',
      cell: (line) => (
        <FigureButton
          figure={line.unanswered.toLocaleString('en')}
          name={`${line.label}: ${counted(line.unanswered, 'conversation')} without a reply`}
          onOpen={line.unanswered === 0 ? null : () => openUnanswered(line)}
        />
      ),
    },
    { id: 'median', label: 'Median', align: 'end', cell: ({ median }) => spanOrDash(median) },
    { id: 'ninetieth', label: '90 % within', align: 'end', cell: ({ ninetieth }) => spanOrDash(ninetieth) },
  ]

  return (
    <Panel
      panel="first-replies"
      title="First reply"
      description="From the first message of a conversation to the first reply an agent wrote. Notes and requests to sign in do not count."
      period={props.period}
      nothing={all.answered + all.unanswered === 0 ? 'No conversation began in this period.' : null}
      chart={
        <>
          <ul className="insights-legend">
            <li>
              <span className="insights-swatch" data-look="plain" />
              Median
            </li>
            <li>
              <span className="insights-swatch" data-look="reach" />
              90 % within
            </li>
            {all.unanswered > 0 && (
              <li>
                <FigureButton
                  figure={`${counted(all.unanswered, 'conversation')} without a reply`}
                  name={`${counted(all.unanswered, 'conversation')} without a reply`}
                  onOpen={() => openUnanswered(everything)}
                />
              </li>
            )}
          </ul>
          <BarRows
            label="First reply by channel"
            rows={channels.map((line) => ({
              key: line.key,
              label: <span title={line.label}>{line.label}</span>,
              figure: line.median === null ? 'no reply yet' : spanWords(line.median),
              parts:
                line.median === null || line.ninetieth === null
                  ? []
                  : [
                      {
                        key: line.key,
                        name: nameOf(line),
                        share: line.median / widest,
                        reach: line.ninetieth / widest,
                        look: 'reach',
                        onOpen: () => openAnswered(line),
                      },
                    ],
            }))}
          />
          <DayColumns
            label="First reply by day"
            highest={highest === 1 ? '' : spanWords(highest)}
            days={days.map((line) => ({
              date: line.key,
              name: nameOf(line),
              parts:
                line.median === null || line.ninetieth === null
                  ? []
                  : [
                      { look: 'plain', share: line.median / highest },
                      { look: 'reach', share: (line.ninetieth - line.median) / highest },
                    ],
              onOpen: () => openAnswered(line),
            }))}
          />
        </>
      }
      table={
        <>
          <Table
            label="First reply by channel, table"
            rows={[...channels, everything]}
            rowKey={({ key }) => key}
            columns={columns('Channel')}
          />
          <div className="insights-tall">
            <Table label="First reply by day, table" rows={days} rowKey={({ key }) => key} columns={columns('Day')} />
          </div>
        </>
      }
    />
  )
}

const spanOrDash = (span: number | null) => (span === null ? '–' : spanWords(span))

function nameOf({ label, median, ninetieth, answered }: Line): string {
  const times = `median ${spanOrDash(median)}, 90 % within ${spanOrDash(ninetieth)}`
  return `${label}: ${times}, ${counted(answered, 'conversation')}`
}
