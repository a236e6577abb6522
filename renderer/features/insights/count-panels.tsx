import type { RequestInput } from '#shared/contract/requests.ts'
import { overrideSteps } from '#shared/domain/insights.ts'
import { TrustIcon } from '../../trust/badge.tsx'
import { CountPanel } from './count-panel.tsx'
import type { PanelProps } from './opened-list.ts'
import { spanOf } from './opened-list.ts'
import { blockWords, counted, failureWords, listNouns, stepWords } from './words.ts'

type Props = PanelProps & { period: Omit<RequestInput<'insights.export'>, 'panel'> }

/** Checks that did not come out right, by reason. */
export function FailuresPanel(props: Props) {
  const { figures, open } = props
  return (
    <CountPanel
      panel="failures"
      title="Failures by reason"
      description="Messages whose proof was rejected or expired, or could not be checked."
      period={props.period}
      nothing={figures.failures.length === 0 ? 'No check failed in this period.' : null}
      noun={listNouns.failures}
      heads={['Reason', 'Messages']}
      lines={figures.failures.map(({ status, reason, count }) => {
        const label = failureWords(status, reason)
        return {
          key: `${status} ${reason}`,
          label,
          drawn: (
            <span className="insights-reason" title={reason}>
              <TrustIcon status={status} size={14} />
              <span>{label}</span>
            </span>
          ),
          count,
          look: status,
          onOpen: () => open({ ask: { list: 'failures', ...spanOf(props), status, reason }, title: label, count }),
        }
      })}
    />
  )
}

/** What the gate refused, by reason. */
export function BlockedPanel(props: Props) {
  const { figures, open } = props
  const { sends, reasons } = figures.blocked
  return (
    <CountPanel
      panel="blocked"
      title="Blocked sends"
      description={
        sends === 0
          ? 'Replies that the gate refused to let out.'
          : `The gate refused ${counted(sends, 'reply', 'replies')}. One that was refused for several reasons counts for each.`
      }
      period={props.period}
      nothing={sends === 0 ? 'Nothing was blocked in this period.' : null}
      noun={listNouns.blocked}
      heads={['Reason', 'Blocked sends']}
      lines={reasons.map(({ code, count }) => ({
        key: code,
        label: blockWords(code),
        count,
        look: 'plain',
        onOpen: () => open({ ask: { list: 'blocked', ...spanOf(props), code }, title: blockWords(code), count }),
      }))}
    />
  )
}

/** What became of requests to send what was blocked. */
export function OverridesPanel(props: Props) {
  const { figures, open } = props
  const any = overrideSteps.some((step) => figures.overrides[step] > 0)
  return (
    <CountPanel
      panel="overrides"
      title="Overrides"
      description="What agents asked to send all the same, what supervisors decided, and what was sent by it, each when it happened."
      period={props.period}
      nothing={any ? null : 'Nobody asked for an override in this period.'}
      noun={listNouns.overrides}
      heads={['Step', 'Overrides']}
      lines={overrideSteps.map((step) => ({
        key: step,
        label: stepWords[step],
        count: figures.overrides[step],
        look: 'plain',
        onOpen: () =>
          open({
            ask: { list: 'overrides', ...spanOf(props), step },
            title: stepWords[step],
            count: figures.overrides[step],
          }),
      }))}
    />
  )
}
