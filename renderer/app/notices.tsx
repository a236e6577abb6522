import { useState } from 'react'
import type { Notice as WorkspaceNotice } from '#shared/contract/requests.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** Trouble that the console lives with, above everything and calm. Errors stay until they are mended. */
export function Notices({ notices }: { notices: readonly WorkspaceNotice[] }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const shown = notices.filter((notice) => notice.severity === 'error' || !hidden.has(notice.id + notice.title))
  return shown.map((notice) => (
    <Notice
      key={notice.id}
      flush
      severity={notice.severity}
      title={notice.title}
      action={
        notice.severity !== 'error' && (
          <Button variant="quiet" onPress={() => setHidden(new Set(hidden).add(notice.id + notice.title))}>
            Hide
          </Button>
        )
      }
    >
      {notice.message}
    </Notice>
  ))
}
