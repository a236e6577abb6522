import { useState } from 'react'
import type { ConversationId, MessageId } from '#shared/domain/ids.ts'
import type { InsightEntry } from '#shared/domain/insights.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import { Answered } from '../../host/answered.tsx'
import { usePagedRequest } from '../../host/host.ts'
import { MessageBadge } from '../../trust/badge.tsx'
import { Given } from '../../trust/given.tsx'
import { givenText } from '../../trust/given-text.ts'
import { trustLook } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { OpenedList } from './opened-list.ts'
import { blockWords, counted, listNouns, spanWords, stepWords } from './words.ts'

export type OpenConversation = (id: ConversationId, messageId: MessageId | null) => void

const every = 'every'

/** The list behind a figure: exactly what it counts, and the way to each conversation. */
export function EntryList(props: { list: OpenedList; onClose: () => void; onOpenConversation: OpenConversation }) {
  const { ask, title, count, counts } = props.list
  const [status, setStatus] = useState<VerdictStatus | typeof every>(every)
  const pages = usePagedRequest('insights.list', {
    ...ask,
    ...(status === every ? {} : { status }),
    limit: 50,
  })
  const shown = counts === undefined || status === every ? count : counts[status]
  return (
    <Dialog isOpen size="large" onClose={props.onClose} title={`${counted(shown, ...listNouns[ask.list])} · ${title}`}>
      <div className="insights-list">
        {counts !== undefined && (
          <Select
            label="What came of the check"
            value={status}
            onChange={setStatus}
            options={[
              { id: every, label: `Everything, ${count.toLocaleString('en')}` },
              ...verdictStatuses
                .filter((each) => counts[each] > 0)
                .map((each) => ({ id: each, label: `${trustLook(each).words}, ${counts[each].toLocaleString('en')}` })),
            ]}
          />
        )}
        <Answered request={{ data: pages.first, problem: pages.problem, retry: pages.retry }}>
          {() => (
            <>
              <Table
                label="What was counted"
                rows={pages.rows}
                rowKey={({ id }) => id}
                columns={[
                  { id: 'at', label: 'When', width: '104px', cell: ({ at }) => <Time at={at} as="clock" /> },
                  { id: 'who', label: 'Visitor and channel', width: '30%', cell: (entry) => <Who {...entry} /> },
                  { id: 'what', label: 'What', cell: (entry) => <What {...entry} /> },
                  {
                    id: 'open',
                    label: 'Conversation',
                    width: '100px',
                    cell: ({ conversationId, messageId }) =>
                      conversationId === null ? (
                        <span className="insights-soft">Refused</span>
                      ) : (
                        <Button variant="link" onPress={() => props.onOpenConversation(conversationId, messageId)}>
                          Open
                        </Button>
                      ),
                  },
                ]}
              />
              {pages.hasMore && (
                <Button onPress={pages.loadMore} busy={pages.loadingMore}>
                  Show more
                </Button>
              )}
              <p className="insights-soft" role="status">
                {pages.rows.length.toLocaleString('en')} of {shown.toLocaleString('en')} shown
              </p>
            </>
          )}
        </Answered>
      </div>
    </Dialog>
  )
}

function Who({ visitor, channel }: InsightEntry) {
  return (
    <span className="insights-lines">
      {visitor === null ? <span className="insights-soft">Nobody named</span> : <Given text={visitor} />}
      <span className="insights-soft">{channel.name}</span>
    </span>
  )
}

function What({ verdict, at, text, reasons, step, wait, operator }: InsightEntry) {
  const by = operator === null ? null : <span className="insights-soft">{operator}</span>
  return (
    <span className="insights-lines">
      {text !== null && (
        <span className="insights-text">
          <span className="ui-hidden">wrote: </span>
          <bdi>{givenText(text).text}</bdi>
        </span>
      )}
      {verdict !== null && <MessageBadge verdict={verdict} at={at} />}
      {reasons.map((code) => (
        <span key={code}>{blockWords(code)}</span>
      ))}
      {step !== null && <span>{stepWords[step]}</span>}
      {wait !== null && <span>Answered after {spanWords(wait)}</span>}
      {by}
    </span>
  )
}
