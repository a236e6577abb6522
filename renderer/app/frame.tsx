import { useCallback, useEffect, useRef, useState } from 'react'
import { useDrafts } from '../features/composer/drafts-context.tsx'
import { useAction, useRequest } from '../host/host.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { useCommands } from './commands.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import './frame.css'
import { KeysDialog } from './keys-dialog.tsx'
import { useNavigation } from './navigation.tsx'
import { Notices } from './notices.tsx'
import { Palette } from './palette.tsx'
import { usePaneWalk } from './panes.ts'
import { Rail, viewsFor, viewTitles } from './rail.tsx'
import { TitleBar } from './title-bar.tsx'
import { View } from './view.tsx'

/** Title bar, notices, rail, and the view between them. */
export function Frame() {
  const { data: workspace, problem, retry } = useRequest('workspace.get', {})
  const navigation = useNavigation()
  const lock = useAction('session.lock')
  const signOut = useAction('session.signOut')
  const openWindowAction = useAction('workspace.openWindow')
  const openWindow = useRef(openWindowAction)
  openWindow.current = openWindowAction
  const drafts = useDrafts()
  const setPreferences = useAction('workspace.setPreferences')
  const [showingKeys, setShowingKeys] = useState(false)
  usePaneWalk()

  // What was typed is handed over first: the main process takes requests in their order.
  function leave(how: 'lock' | 'signOut') {
    void drafts.flush()
    void (how === 'lock' ? lock : signOut).run({})
  }
  const leaveNow = useRef(leave)
  leaveNow.current = leave
  const leaveSteadily = useCallback((how: 'lock' | 'signOut') => leaveNow.current(how), [])
  const { searched, search } = navigation
  const isSearching = useRef(false)
  isSearching.current = searched !== null
  const beginSearch = useCallback(() => search(''), [search])

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || !['k', 'l', 'n'].includes(key)) return
      // Where Command is the key, the system's menu has it.
      if (key === 'n' && event.metaKey) return
      event.preventDefault()
      if (key === 'l') leaveNow.current('lock')
      else if (key === 'n') void openWindow.current.run({})
      else search(isSearching.current ? null : '')
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [search])

  const waiting = workspace?.counts.waiting ?? 0
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Bonafide` : 'Bonafide'
  }, [waiting])

  const role = workspace?.operator.role ?? 'agent'
  const { view, openView } = navigation
  useEffect(() => {
    if (workspace && !viewsFor(role).includes(view)) openView('inbox')
  }, [workspace, role, view, openView])

  useCommands([
    {
      id: 'window.keys',
      label: 'Show the keyboard shortcuts',
      group: 'Window',
      key: '?',
      run: () => setShowingKeys(true),
    },
    { id: 'window.open', label: 'Open a new window', group: 'Window', run: () => void openWindowAction.run({}) },
    ...viewsFor(role).map((name) => ({
      id: `go.${name}`,
      label: `Go to ${viewTitles[name].title}`,
      group: 'Go to' as const,
      run: () => openView(name),
    })),
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      id: `theme.${theme}`,
      label: `Theme: ${theme === 'system' ? 'like the system' : theme}`,
      group: 'Window' as const,
      run: () => void setPreferences.run({ theme }),
    })),
    ...(['comfortable', 'compact'] as const).map((density) => ({
      id: `density.${density}`,
      label: `Density: ${density}`,
      group: 'Window' as const,
      run: () => void setPreferences.run({ density }),
    })),
    { id: 'operator.lock', label: 'Lock this console', group: 'Operator', run: () => leave('lock') },
    { id: 'operator.signOut', label: 'Sign out', group: 'Operator', run: () => leave('signOut') },
  ])

  if (workspace === undefined) {
    return (
      <main className="fill">
        {problem ? (
          <EmptyState
            icon="warning"
            title="The console did not answer"
            action={<Button onPress={retry}>Try again</Button>}
          >
            {problem.message}
          </EmptyState>
        ) : (
          <EmptyState title="Opening">
            <Spinner label="Opening" />
          </EmptyState>
        )}
      </main>
    )
  }

  return (
    <div className="frame">
      <TitleBar
        operator={workspace.operator}
        preferences={workspace.preferences}
        intake={workspace.intake}
        onSearch={beginSearch}
        onLeave={leaveSteadily}
      />
      <Notices notices={workspace.notices} />
      <div className="frame-body">
        <Rail
          role={role}
          waiting={workspace.counts.waiting}
          openFlags={workspace.counts.openFlags + workspace.counts.overrideRequests}
        />
        <div className="frame-view">
          <ErrorBoundary key={view}>
            <View name={view} firstRun={workspace.firstRun} />
          </ErrorBoundary>
        </div>
      </div>
      <Palette begun={searched} onClose={() => search(null)} />
      <KeysDialog isOpen={showingKeys} onClose={() => setShowingKeys(false)} />
    </div>
  )
}
