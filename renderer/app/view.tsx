import { EmptyState } from '../ui/empty-state.tsx'
import { InboxLayout } from './inbox-layout.tsx'
import type { ViewName } from './navigation.tsx'
import { viewTitles } from './rail.tsx'

/** Whatever the navigation points at. Until a channel exists, the inbox is the way to a first one. */
export function View({ name }: { name: ViewName; firstRun: boolean }) {
  if (name === 'inbox') return <InboxLayout />
  return (
    <main className="fill" data-pane>
      <EmptyState icon={viewTitles[name].icon} title={viewTitles[name].title} />
    </main>
  )
}
