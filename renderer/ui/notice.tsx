import type { ReactNode } from 'react'
import './notice.css'
import { Icon } from './icon.tsx'

export type Severity = 'error' | 'warning' | 'info' | 'success'
const icons = { error: 'warning', warning: 'warning', info: 'info', success: 'check' } as const
const words = { error: 'Error', warning: 'Warning', info: 'Note', success: 'Done' } as const

/** A calm bar: what happened, what was kept, what to do. Errors are announced at once, the others politely. */
export function Notice(props: {
  severity: Severity
  title: string
  children?: ReactNode
  action?: ReactNode
  flush?: boolean
}) {
  return (
    <div
      className="ui-notice"
      data-severity={props.severity}
      data-flush={props.flush || undefined}
      role={props.severity === 'error' ? 'alert' : 'status'}
    >
      <Icon name={icons[props.severity]} label={words[props.severity]} />
      <div className="ui-notice-words">
        <strong>{props.title}</strong>
        {props.children && <div>{props.children}</div>}
      </div>
      {props.action && <div className="ui-notice-action">{props.action}</div>}
    </div>
  )
}
