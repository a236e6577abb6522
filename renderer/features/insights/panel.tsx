import type { ReactNode } from 'react'
import { useState } from 'react'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { InsightPanel } from '#shared/domain/insights.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'

export type Look = 'chart' | 'table'

/** A panel's frame: what it counts, chart or table, and its CSV. */
export function Panel(props: {
  panel: InsightPanel
  title: string
  description: string
  period: Omit<RequestInput<'insights.export'>, 'panel'>
  /** Shown instead of both where there is nothing to draw. */
  nothing: string | null
  chart: ReactNode
  table: ReactNode
}) {
  const [look, setLook] = useState<Look>('chart')
  const exporting = useAction('insights.export')
  const [exported, setExported] = useState<RequestOutput<'insights.export'> | null>(null)
  const takeOut = async () => {
    setExported(null)
    const result = await exporting.run({ panel: props.panel, ...props.period })
    if (result.ok) setExported(result.value)
  }
  return (
    <div className="insights-panel" role="region" aria-label={props.title}>
      <Section
        title={props.title}
        description={props.description}
        actions={
          <div className="insights-panel-actions">
            <Choice
              label={`${props.title} as`}
              hideLabel
              look="bar"
              value={look}
              onChange={setLook}
              options={[
                { id: 'chart', label: 'Chart' },
                { id: 'table', label: 'Table' },
              ]}
            />
            <Button onPress={() => void takeOut()} busy={exporting.running} aria-label={`${props.title} as CSV`}>
              CSV
            </Button>
          </div>
        }
      >
        {exported && (
          <Notice severity="info" title="Table exported">
            <code className="insights-file">{exported.file}</code> stands in the folder{' '}
            <code className="insights-file">{exported.folder}</code> beside the database.
          </Notice>
        )}
        {exporting.problem && (
          <Notice severity="error" title="Nothing was exported">
            {exporting.problem.message}
          </Notice>
        )}
        {props.nothing === null ? (
          look === 'chart' ? (
            props.chart
          ) : (
            props.table
          )
        ) : (
          <p className="insights-nothing">{props.nothing}</p>
        )}
      </Section>
    </div>
  )
}
