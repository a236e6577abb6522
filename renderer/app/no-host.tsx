import { EmptyState } from '../ui/empty-state.tsx'

/** What a window shows that was opened without its console behind it. */
export function NoHost() {
  return (
    <main className="fill">
      <EmptyState icon="warning" title="This page is only the window of Bonafide">
        Nothing answers behind it. Start Bonafide itself; nothing was lost.
      </EmptyState>
    </main>
  )
}
