import type { ReactNode } from 'react'
import type { RequestInput } from '#shared/contract/requests.ts'
import type { InsightPanel } from '#shared/domain/insights.ts'
import { Table } from '../../ui/table.tsx'
import { BarRows } from './bar-rows.tsx'
import { FigureButton } from './figure-button.tsx'
import { Panel } from './panel.tsx'
import { counted } from './words.ts'

export interface CountLine {
  key: string
  /** In writing; `drawn` is what the chart shows, where that is more. */
  label: string
  drawn?: ReactNode
  count: number
  look: string
  onOpen: () => void
}

/** A panel of plain counts, one bar each. */
export function CountPanel(props: {
  panel: InsightPanel
  title: string
  description: string
  period: Omit<RequestInput<'insights.export'>, 'panel'>
  nothing: string | null
  noun: [string, string]
  /** What the first column of the table is called, and the second. */
  heads: [string, string]
  lines: readonly CountLine[]
}) {
  const { lines, noun, heads } = props
  const highest = Math.max(1, ...lines.map(({ count }) => count))
  const nameOf = (line: CountLine) => `${line.label}: ${counted(line.count, ...noun)}`
  return (
    <Panel
      panel={props.panel}
      title={props.title}
      description={props.description}
      period={props.period}
      nothing={props.nothing}
      chart={
        <BarRows
          label={props.title}
          rows={lines.map((line) => ({
            key: line.key,
            label: line.drawn ?? line.label,
            figure: line.count.toLocaleString('en'),
            parts:
              line.count === 0
                ? []
                : [
                    {
                      key: line.key,
                      name: nameOf(line),
                      share: line.count / highest,
                      look: line.look,
                      onOpen: line.onOpen,
                    },
                  ],
          }))}
        />
      }
      table={
        <Table
          label={`${props.title}, table`}
          rows={lines}
          rowKey={({ key }) => key}
          columns={[
            { id: 'what', label: heads[0], cell: ({ label, drawn }) => drawn ?? label },
            {
              id: 'count',
              label: heads[1],
              align: 'end',
              width: '140px',
              cell: (line) => (
                <FigureButton
                  figure={line.count.toLocaleString('en')}
                  name={nameOf(line)}
                  onOpen={line.count === 0 ? null : line.onOpen}
                />
              ),
            },
          ]}
        />
      }
    />
  )
}
