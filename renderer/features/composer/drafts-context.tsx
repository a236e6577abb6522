import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useRef, useState } from 'react'
import { call, useAction, useHost } from '../../host/host.ts'
import type { Drafts } from './drafts.ts'
import { createDrafts } from './drafts.ts'
import type { Sending } from './sending.ts'
import { createSending } from './sending.ts'

const DraftsContext = createContext<{ drafts: Drafts; sending: Sending } | null>(null)

/**
 * Holds the texts being written and those on their way for the whole window, whichever conversation is open, and saves
 * them when it is hidden or closed.
 */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const host = useHost()
  const { run } = useAction('reply.send')
  const send = useRef(run)
  send.current = run
  const [held] = useState(() => {
    const drafts = createDrafts((input) => call(host, 'draft.save', input))
    return {
      drafts,
      sending: createSending({ drafts, send: (input) => send.current(input), newId: () => crypto.randomUUID() }),
    }
  })
  const { drafts, sending } = held
  useEffect(() => {
    const flush = () => void drafts.flush()
    addEventListener('blur', flush)
    addEventListener('pagehide', flush)
    addEventListener('beforeunload', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      sending.stop()
      drafts.stop()
      removeEventListener('blur', flush)
      removeEventListener('pagehide', flush)
      removeEventListener('beforeunload', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [drafts, sending])
  return <DraftsContext value={held}>{children}</DraftsContext>
}

function useHeld() {
  const held = useContext(DraftsContext)
  if (held === null) throw new Error('Drafts need a DraftsProvider above them')
  return held
}

export const useDrafts = (): Drafts => useHeld().drafts

/** What sends the texts of this window, one place for all of them. */
export const useOutgoing = (): Sending => useHeld().sending
