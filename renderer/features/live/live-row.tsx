import { memo } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import { StandingWords, TrustIcon } from '../../trust/badge.tsx'
import { Given } from '../../trust/given.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Waiting } from '../../ui/time.tsx'

/** The cells of one conversation. Every answer brings new objects; most of them say what they said before. */
export const LiveCells = memo(
  Cells,
  (before, now) => before.row === now.row || JSON.stringify(before.row) === JSON.stringify(now.row),
)

function Cells({ row }: { row: ConversationRow }) {
  const { standing, assignee, waitingSince, lastMessage, openFlags } = row
  return (
    <>
      <span className="live-visitor" role="gridcell">
        <TrustIcon status={standing.status} />
        <span className="live-cut">
          <Given text={row.title} proven={row.titleProvenance !== 'claimed'} />
        </span>
      </span>
      <span className="live-cut live-standing" role="gridcell">
        <StandingWords standing={standing} assurance={row.assurance} elsewhere={row.elsewhere} />
      </span>
      <span className="live-cut" role="gridcell">
        {row.channel.name}
      </span>
      <span className="live-cut" role="gridcell" data-faint={assignee === null || undefined}>
        <bdi>{assignee?.name ?? 'nobody'}</bdi>
      </span>
      <span className="live-time" role="gridcell" data-waiting={waitingSince !== null || undefined}>
        {row.state === 'closed' ? (
          'closed'
        ) : waitingSince === null ? (
          <>
            <span aria-hidden>–</span>
            <span className="ui-hidden">answered</span>
          </>
        ) : (
          <Waiting since={waitingSince} />
        )}
      </span>
      <span className="live-time" role="gridcell">
        {lastMessage && <Waiting since={lastMessage.at} words="Last message" />}
      </span>
      <span className="live-flags" role="gridcell">
        {openFlags > 0 && (
          <span title={`${openFlags} open ${openFlags === 1 ? 'flag' : 'flags'}`}>
            <Icon name="flag" size={12} label={openFlags === 1 ? 'open flag' : 'open flags'} /> {openFlags}
          </span>
        )}
      </span>
    </>
  )
}
