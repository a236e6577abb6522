import type { ReactNode } from 'react'
import './chip.css'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

export type Tone = 'neutral' | 'accent' | 'good' | 'warning' | 'danger' | 'slate'

/** A small rounded label. Colour is never its only meaning: the text says it. */
export function Chip({
  children,
  tone = 'neutral',
  icon,
  title,
}: {
  children: ReactNode
  tone?: Tone
  icon?: IconName
  title?: string
}) {
  return (
    <span className="ui-chip" data-tone={tone} title={title}>
      {icon && <Icon name={icon} size={12} />}
      <span>{children}</span>
    </span>
  )
}

/** A number on top of an icon or beside a word; `label` says what is counted. Nothing is drawn for zero. */
export function CountBadge({
  count,
  label,
  tone = 'danger',
}: {
  count: number
  label: string
  tone?: 'danger' | 'accent'
}) {
  if (count <= 0) return null
  return (
    <span className="ui-count" data-tone={tone}>
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="ui-hidden">{`${count} ${label}`}</span>
    </span>
  )
}
