import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { SessionView } from '#shared/contract/requests.ts'
import { SignInView } from '../features/sign-in/index.ts'
import type { Host } from '../host/host.ts'
import { call, HostProvider, useRequest } from '../host/host.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { NavigationProvider } from './navigation.tsx'
import { Notices } from './notices.tsx'
import './session-gate.css'
import { useTheme } from './use-theme.ts'

/**
 * Shows the console to whoever is signed in, and the way in to everybody else. What the window has learned lives
 * below here: when it locks, all of that is dropped, not covered.
 */
export function SessionGate({ host, children }: { host: Host; children: ReactNode }) {
  const { data: session, problem, retry } = useRequest('session.get', {})
  useTheme(session?.preferences)
  const signedIn = session?.state === 'signed-in'
  usePresence(host, signedIn)
  useEffect(() => {
    if (!signedIn) document.title = 'Bonafide'
  }, [signedIn])

  if (session === undefined) return <Opening problem={problem?.message ?? null} onRetry={retry} />
  // Whoever unlocks goes on where they were; the next person begins in the inbox.
  return (
    <NavigationProvider key={session.operator?.id ?? 'nobody'}>
      {signedIn ? <HostProvider host={host}>{children}</HostProvider> : <WayIn session={session} />}
    </NavigationProvider>
  )
}

function WayIn({ session }: { session: SessionView }) {
  return (
    <div className="gate">
      <Notices notices={session.notices} />
      <SignInView key={session.state} session={session} />
    </div>
  )
}

function Opening({ problem, onRetry }: { problem: string | null; onRetry: () => void }) {
  return (
    <main className="fill">
      {problem === null ? (
        <EmptyState title="Opening">
          <Spinner label="Opening" />
        </EmptyState>
      ) : (
        <EmptyState
          icon="warning"
          title="The console did not answer"
          action={<Button onPress={onRetry}>Try again</Button>}
        >
          {problem}
        </EmptyState>
      )}
    </main>
  )
}

const tellEvery = 10_000

/** Tells the main process that somebody is there, so that it does not lock the window under their hands. */
function usePresence(host: Host, signedIn: boolean) {
  const [told] = useState({ at: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    if (!signedIn) return
    const tell = () => {
      if (performance.now() - told.at < tellEvery) return
      told.at = performance.now()
      void call(host, 'session.touch', {})
    }
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
    for (const sign of signs) addEventListener(sign, tell, { passive: true, capture: true })
    return () => {
      for (const sign of signs) removeEventListener(sign, tell, { capture: true })
    }
  }, [host, signedIn, told])
}
