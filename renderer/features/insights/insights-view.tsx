import { useState } from 'react'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { InsightFigures } from '#shared/domain/insights.ts'
import { useCommands } from '../../app/commands.tsx'
import type { ViewName } from '../../app/navigation.tsx'
import { Answered } from '../../host/answered.tsx'
import { useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Time } from '../../ui/time.tsx'
import { BlockedPanel, FailuresPanel, OverridesPanel } from './count-panels.tsx'
import type { OpenConversation } from './entry-list.tsx'
import { EntryList } from './entry-list.tsx'
import { FirstRepliesPanel } from './first-replies-panel.tsx'
import type { OpenedList } from './opened-list.ts'
import type { ChosenPeriod } from './period-choice.tsx'
import { askedPeriod, PeriodChoice, periodWords } from './period-choice.tsx'
import { SharePanel } from './share-panel.tsx'
import { dayWords, sumOf } from './words.ts'
import './insights.css'
import './chart.css'

const every = 'every'

/** What happened over days: verified, failed, blocked, overridden, answered. Every figure opens what it counts. */
export function InsightsView(props: { onOpenConversation: OpenConversation; onNavigate: (view: ViewName) => void }) {
  const [period, setPeriod] = useState<ChosenPeriod>({ name: '30', from: '', to: '' })
  const [channelId, setChannelId] = useState<ChannelId | typeof every>(every)
  const [opened, setOpened] = useState<OpenedList | null>(null)
  const channels = useRequest('channels.list', {})
  const asked = askedPeriod(period)
  const wanted = { ...asked, channelId: channelId === every ? null : channelId }
  const request = useRequest('insights.figures', wanted, { enabled: asked !== null, keepPrevious: true })

  useCommands([
    ...(['7', '30', '90'] as const).map((name) => ({
      id: `insights.${name}`,
      label: `Insights: last ${periodWords[name]}`,
      group: 'List' as const,
      run: () => setPeriod({ ...period, name }),
    })),
    { id: 'insights.again', label: 'Count again', group: 'List', key: 'r', run: request.retry },
  ])

  return (
    <Page
      title="Insights"
      description="What visitors proved, what was kept back, and how long they waited. Press a figure for the list behind it."
      actions={
        <Button icon="refresh" keys="R" onPress={request.retry} busy={request.refreshing}>
          Count again
        </Button>
      }
    >
      <div className="insights-filters">
        <PeriodChoice value={period} onChange={setPeriod} />
        <Select
          label="Channel"
          className="insights-channel"
          value={channelId}
          onChange={setChannelId}
          options={[
            { id: every, label: 'Every channel' },
            ...(channels.data?.channels ?? []).map(({ id, name }) => ({ id, label: name })),
          ]}
        />
      </div>
      {asked === null ? (
        <p className="insights-nothing">Give the first and the last day.</p>
      ) : (
        <Answered request={request} lines={12}>
          {(figures) => (
            <>
              <Counted figures={figures} />
              {isEmpty(figures) ? (
                <EmptyState
                  icon="insights"
                  title="Nothing to count yet"
                  action={<Button onPress={() => props.onNavigate('channels')}>Go to Channels</Button>}
                >
                  No visitor wrote in this period. Choose a longer one, or connect a site so that messages come in.
                </EmptyState>
              ) : (
                // Figures of the former choice are shown until the new ones are there, and open nothing meanwhile.
                <div inert={request.former}>
                  <Panels figures={figures} channelId={wanted.channelId} open={setOpened} period={wanted} />
                </div>
              )}
            </>
          )}
        </Answered>
      )}
      {opened && (
        <EntryList list={opened} onClose={() => setOpened(null)} onOpenConversation={props.onOpenConversation} />
      )}
    </Page>
  )
}

function Panels(props: Parameters<typeof SharePanel>[0]) {
  return (
    <div className="insights-panels">
      <SharePanel {...props} />
      <FailuresPanel {...props} />
      <BlockedPanel {...props} />
      <OverridesPanel {...props} />
      <FirstRepliesPanel {...props} />
    </div>
  )
}

/** Which days they are, and as of when: the view does not move while it is read. */
function Counted({ figures }: { figures: InsightFigures }) {
  const [first, last] = [figures.days[0], figures.days.at(-1)]
  if (first === undefined || last === undefined) return null
  return (
    <p className="insights-soft" role="status">
      {dayWords(first.date, 'short')} to {dayWords(last.date, 'short')}, counted <Time at={figures.at} />
    </p>
  )
}

function isEmpty({ share, blocked, overrides, firstReplies }: InsightFigures): boolean {
  const { answered, unanswered } = firstReplies.all
  const overridden = Object.values(overrides).reduce((sum, count) => sum + count, 0)
  return sumOf(share.all) + blocked.sends + overridden + answered + unanswered === 0
}
