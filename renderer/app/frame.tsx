import { useEffect, useState } from 'react'
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
import { useTheme } from './use-theme.ts'
import { View } from './view.tsx'

/** Title bar, notices, rail, and the view between them. */
export function Frame() {
  const { data: workspace, problem, retry } = useRequest('workspace.get', {})
  const navigation = useNavigation()
  const switchOperator = useAction('operators.switch')
  const setPreferences = useAction('workspace.setPreferences')
  const [searching, setSearching] = useState(false)
  const [showingKeys, setShowingKeys] = useState(false)
  useTheme(workspace?.preferences)
  usePaneWalk()

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setSearching((open) => !open)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])

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
    { id: 'window.keys', label: 'Show the keys', group: 'Window', key: '?', run: () => setShowingKeys(true) },
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
    ...(workspace?.operators ?? [])
      .filter((one) => one.id !== workspace?.operator.id)
      .map((one) => ({
        id: `operator.${one.id}`,
        label: `Switch to ${one.name} (${one.role})`,
        group: 'Operator' as const,
        run: () => void switchOperator.run({ operatorId: one.id }),
      })),
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
      <TitleBar workspace={workspace} onSearch={() => setSearching(true)} />
      <Notices notices={workspace.notices} />
      <div className="frame-body">
        <Rail role={role} waiting={workspace.counts.waiting} openFlags={workspace.counts.openFlags} />
        <div className="frame-view">
          <ErrorBoundary key={view}>
            <View name={view} firstRun={workspace.firstRun} />
          </ErrorBoundary>
        </div>
      </div>
      <Palette isOpen={searching} onClose={() => setSearching(false)} />
      <KeysDialog isOpen={showingKeys} onClose={() => setShowingKeys(false)} />
    </div>
  )
}
