import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useState } from 'react'
import { call, useHost } from '../../host/host.ts'
import type { Drafts } from './drafts.ts'
import { createDrafts } from './drafts.ts'

const DraftsContext = createContext<Drafts | null>(null)

/** Holds the texts being written for the whole window, and saves them when it is hidden or closed. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const host = useHost()
  const [drafts] = useState(() => createDrafts((input) => call(host, 'draft.save', input)))
  useEffect(() => {
    const flush = () => void drafts.flush()
    addEventListener('blur', flush)
    addEventListener('pagehide', flush)
    addEventListener('beforeunload', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      flush()
      removeEventListener('blur', flush)
      removeEventListener('pagehide', flush)
      removeEventListener('beforeunload', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [drafts])
  return <DraftsContext value={drafts}>{children}</DraftsContext>
}

export function useDrafts(): Drafts {
  const drafts = useContext(DraftsContext)
  if (drafts === null) throw new Error('useDrafts needs a DraftsProvider above it')
  return drafts
}
