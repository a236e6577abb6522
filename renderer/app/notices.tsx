import { memo } from 'react'
import type { Notice as WorkspaceNotice } from '#shared/contract/requests.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
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
        notice.severity !== 'error' && (
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
