import { memo } from 'react'
import type { Notice as WorkspaceNotice } from '#shared/contract/requests.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import { noFilters, useReviewPlace } from '../features/review/review-place.tsx'
import { useRequest } from '../host/host.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useNavigation } from './navigation.tsx'
import { useRemembered } from './remembered.ts'

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string')

/**
 * Trouble that the console lives with, above everything and calm. Errors stay until they are mended; a warning that was
 * read stays hidden on this machine; what is only good to know stands in Settings.
 */
export const Notices = memo(function Notices({ notices }: { notices: readonly WorkspaceNotice[] }) {
  const [hidden, setHidden] = useRemembered('hidden-notices', [], isNames)
  const nameOf = (notice: WorkspaceNotice) => `${notice.id}: ${notice.title}`
  const shown = notices.filter(
    (notice) => notice.severity === 'error' || (notice.severity === 'warning' && !hidden.includes(nameOf(notice))),
  )
  return shown.map((notice) => (
    <Notice
      key={nameOf(notice)}
      flush
      severity={notice.severity}
      title={notice.title}
      action={
        notice.channelId !== undefined ? (
          <WayToKeys channelId={notice.channelId} />
        ) : notice.severity === 'error' ? null : (
          <Button variant="quiet" onPress={() => setHidden([...hidden, nameOf(notice)])}>
            Hide
          </Button>
        )
      }
    >
      {notice.message}
    </Notice>
  ))
})

/** A key that was seen outside: where it is replaced and retired, and what came in with it. */
function WayToKeys({ channelId }: { channelId: ChannelId }) {
  const { openChannel, openView } = useNavigation()
  const { go } = useReviewPlace()
  // A secret that only opened a chat stands in "Refused at the door", and one that was decided about is no news.
  const flags = useRequest('flags.list', { state: 'open', kind: 'secret-exposed', limit: 1 })
  const isFlagged = (flags.data?.rows.length ?? 0) > 0
  return (
    <>
      <Button icon="key" onPress={() => openChannel(channelId)}>
        Open its keys
      </Button>
      {isFlagged && (
        <Button
          icon="flag"
          onPress={() => {
            go({ tab: 'open', filters: { ...noFilters, kind: 'secret-exposed' }, flagId: null })
            openView('flagged')
          }}
        >
          See the flag
        </Button>
      )}
    </>
  )
}
