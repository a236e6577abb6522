import { Button as AriaButton } from 'react-aria-components'
import { CountBadge } from '../ui/chip.tsx'
import type { IconName } from '../ui/icon.tsx'
import { Icon } from '../ui/icon.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import type { ViewName } from './navigation.tsx'
import { useNavigation } from './navigation.tsx'
import './rail.css'

export const viewTitles: Record<ViewName, { title: string; icon: IconName }> = {
  inbox: { title: 'Inbox', icon: 'inbox' },
  live: { title: 'Live', icon: 'eye' },
  flagged: { title: 'Review', icon: 'flag' },
  contacts: { title: 'Contacts', icon: 'people' },
  templates: { title: 'Templates', icon: 'template' },
  channels: { title: 'Channels', icon: 'channel' },
  insights: { title: 'Insights', icon: 'insights' },
  audit: { title: 'Audit', icon: 'journal' },
  settings: { title: 'Settings', icon: 'settings' },
}

const forSupervisors: readonly ViewName[] = ['live', 'flagged', 'insights', 'audit']

/** The views this person may open. */
export function viewsFor(role: 'agent' | 'supervisor'): ViewName[] {
  const all = Object.keys(viewTitles) as ViewName[]
  return role === 'supervisor' ? all : all.filter((view) => !forSupervisors.includes(view))
}

/** The way between views, with what waits in each. */
export function Rail(props: { role: 'agent' | 'supervisor'; waiting: number; openFlags: number }) {
  const { view, openView } = useNavigation()
  const counts: Partial<Record<ViewName, { count: number; label: string }>> = {
    inbox: { count: props.waiting, label: 'waiting' },
    flagged: { count: props.openFlags, label: 'to decide' },
  }
  return (
    <nav className="rail" aria-label="Views" data-pane>
      {viewsFor(props.role).map((name) => {
        const badge = counts[name]
        return (
          <Tooltip key={name} text={viewTitles[name].title}>
            <AriaButton
              className="rail-item"
              data-last={name === 'settings' || undefined}
              data-current={name === view || undefined}
              aria-current={name === view ? 'page' : undefined}
              onPress={() => openView(name)}
            >
              <Icon name={viewTitles[name].icon} size={20} />
              <span className="ui-hidden">{viewTitles[name].title}</span>
              {badge && <CountBadge count={badge.count} label={badge.label} />}
            </AriaButton>
          </Tooltip>
        )
      })}
    </nav>
  )
}
