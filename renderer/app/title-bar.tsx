import { memo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Workspace } from '#shared/contract/requests.ts'
import { useAction } from '../host/host.ts'
import { Chip } from '../ui/chip.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { MenuButton } from '../ui/menu.tsx'
import './title-bar.css'

const roleWords = { agent: 'Agent', supervisor: 'Supervisor' } as const

/** Product name, search, whether visitors can reach the console, and who is at it. */
export const TitleBar = memo(function TitleBar({
  operator,
  preferences,
  intake,
  onSearch,
  onLeave,
}: {
  operator: Workspace['operator']
  preferences: Workspace['preferences']
  intake: Workspace['intake']
  onSearch: () => void
  onLeave: (how: 'lock' | 'signOut') => void
}) {
  const setPreferences = useAction('workspace.setPreferences')
  const live = intake.state === 'listening'

  function act(id: string) {
    const [kind, value] = id.split(':')
    if (kind === 'leave') onLeave(value as 'lock' | 'signOut')
    if (kind === 'theme') void setPreferences.run({ theme: value as Workspace['preferences']['theme'] })
    if (kind === 'density') void setPreferences.run({ density: value as Workspace['preferences']['density'] })
  }

  return (
    <header className="title">
      <span className="title-name">Bonafide</span>
      <AriaButton className="title-search" onPress={onSearch} aria-keyshortcuts="Control+K">
        <Icon name="search" size={14} />
        <span>Search or run a command</span>
        <KeyHint keys="Ctrl K" />
      </AriaButton>
      <div className="title-end">
        <span
          className="title-live"
          data-live={live || undefined}
          title={live ? `Visitors reach this console at ${intake.url ?? ''}` : 'Visitors cannot reach this console now'}
        >
          <Icon name={live ? 'live' : 'warning'} size={14} />
          {live ? 'Receiving' : 'Not receiving'}
        </span>
        <MenuButton
          label="Operator and looks"
          onAction={act}
          groups={[
            {
              title: 'At the console',
              entries: [
                { id: 'leave:lock', label: 'Lock', description: 'Ctrl L', icon: 'lock' },
                { id: 'leave:signOut', label: 'Sign out', description: 'For somebody else to sign in', icon: 'person' },
              ],
            },
            {
              title: 'Theme',
              entries: (['light', 'dark', 'system'] as const).map((one) => ({
                id: `theme:${one}`,
                label: { light: 'Light', dark: 'Dark', system: 'Like the system' }[one],
                current: one === preferences.theme,
              })),
            },
            {
              title: 'Density',
              entries: (['comfortable', 'compact'] as const).map((one) => ({
                id: `density:${one}`,
                label: { comfortable: 'Comfortable', compact: 'Compact' }[one],
                current: one === preferences.density,
              })),
            },
          ]}
        >
          <AriaButton className="title-operator">
            <bdi className="title-operator-name">{operator.name}</bdi>
            {operator.name !== roleWords[operator.role] && <Chip>{roleWords[operator.role]}</Chip>}
            <Icon name="chevronDown" size={14} />
          </AriaButton>
        </MenuButton>
      </div>
    </header>
  )
})
