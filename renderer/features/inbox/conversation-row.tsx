import { memo } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import { StandingWords, TrustIcon } from '../../trust/badge.tsx'
import { Given } from '../../trust/given.tsx'
import { givenText } from '../../trust/given-text.ts'
import { CountBadge } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Time, Waiting } from '../../ui/time.tsx'
import './conversation-row.css'

const speakers = { visitor: '', reply: 'Reply: ', note: 'Note: ', whisper: 'Whisper: ', event: '' } as const

/** One conversation in the list: who (and whether that is proven), what was said last, since when they wait. */
export const InboxRow = memo(DrawnRow, (before, now) => isSame(before.row, now.row))

/** Every answer brings new objects for all rows; in a busy hour most of them say what they said before. */
function isSame(before: ConversationRow, now: ConversationRow): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now)
}

function DrawnRow({ row }: { row: ConversationRow }) {
  return (
    <>
      <TrustIcon status={row.standing.status} />
      <span className="inbox-row-words">
        <span className="inbox-row-line">
          <span className="inbox-row-title">
            <Given text={row.title} proven={row.titleProvenance !== 'claimed'} />
          </span>
          <span className="inbox-row-time" data-waiting={row.waitingSince !== null || undefined}>
            {row.waitingSince !== null ? (
              <>
                <span className="ui-hidden">waiting </span>
                <Waiting since={row.waitingSince} />
              </>
            ) : (
              row.lastMessage && <Time at={row.lastMessage.at} />
            )}
          </span>
        </span>
        <span className="inbox-row-line">
          <span className="inbox-row-snippet">
            {row.lastMessage ? (
              <>
                {row.lastMessage.kind === 'visitor' && <span className="ui-hidden">visitor wrote: </span>}
                {speakers[row.lastMessage.kind]}
                <bdi>{givenText(row.lastMessage.text).text}</bdi>
              </>
            ) : (
              'No message yet'
            )}
          </span>
          <CountBadge count={row.unread} label="unread" tone="accent" />
        </span>
        <span className="inbox-row-line inbox-row-foot">
          <span className="inbox-row-standing">
            <StandingWords standing={row.standing} assurance={row.assurance} elsewhere={row.elsewhere} />
          </span>
          <span className="inbox-row-channel">· {row.channel.name}</span>
          {row.openFlags > 0 && (
            <span className="inbox-row-flag" title={`${row.openFlags} open ${row.openFlags === 1 ? 'flag' : 'flags'}`}>
              <Icon name="flag" size={12} label="flagged" />
            </span>
          )}
          {row.assignee && (
            <span className="inbox-row-assignee" title={`Assigned to ${row.assignee.name}`}>
              <span className="ui-hidden">assigned to </span>
              <bdi>{row.assignee.name}</bdi>
            </span>
          )}
        </span>
      </span>
    </>
  )
}
