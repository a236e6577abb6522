import type { ReactElement } from 'react'
import { Menu as AriaMenu, Header, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'
import './menu.css'
import './select.css'

export interface MenuEntry {
  id: string
  label: string
  description?: string
  icon?: IconName
  isDisabled?: boolean
  /** Draws a tick: this one holds now. */
  current?: boolean
}

export interface MenuGroup {
  title: string
  entries: readonly MenuEntry[]
}

/** A button (the child, of react-aria) that opens a menu of actions, in titled groups. */
export function MenuButton(props: {
  /** Names the menu. */
  label: string
  groups: readonly MenuGroup[]
  onAction: (id: string) => void
  children: ReactElement
}) {
  return (
    <MenuTrigger>
      {props.children}
      <Popover className="ui-popover" placement="bottom end" offset={4}>
        <AriaMenu className="ui-options" aria-label={props.label} onAction={(key) => props.onAction(String(key))}>
          {props.groups.map((group) => (
            <MenuSection key={group.title}>
              <Header className="ui-menu-title">{group.title}</Header>
              {group.entries.map((entry) => (
                <MenuItem
                  key={entry.id}
                  id={entry.id}
                  className="ui-option ui-menu-item"
                  textValue={entry.label}
                  isDisabled={entry.isDisabled ?? false}
                >
                  <span className="ui-menu-icon">
                    {entry.current ? <Icon name="check" label="current" /> : entry.icon && <Icon name={entry.icon} />}
                  </span>
                  <span className="ui-menu-words">
                    <span>{entry.label}</span>
                    {entry.description && <span className="ui-option-more">{entry.description}</span>}
                  </span>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
