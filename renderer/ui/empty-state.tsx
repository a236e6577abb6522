import type { ReactNode } from 'react'
import './empty-state.css'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

/** What a place shows when there is nothing: why, and what to do next. */
export function EmptyState(props: { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="ui-empty">
      {props.icon && <Icon name={props.icon} size={28} />}
      <p className="ui-empty-title">{props.title}</p>
      {props.children && <div className="ui-empty-text">{props.children}</div>}
      {props.action && <div className="ui-empty-action">{props.action}</div>}
    </div>
  )
}
