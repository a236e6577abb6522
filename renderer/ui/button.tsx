import type { ReactNode } from 'react'
import type { ButtonProps as AriaButtonProps } from 'react-aria-components'
import { Button as AriaButton } from 'react-aria-components'
import './button.css'
import { classes } from './classes.ts'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'
import { KeyHint } from './key-hint.tsx'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'link'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  children: ReactNode
  variant?: ButtonVariant
  icon?: IconName
  /** Shown beside the text, e.g. `E`; the caller binds the key itself. */
  keys?: string
  /** Shows a spinner and refuses presses while something runs. */
  busy?: boolean
  className?: string
}

/** A button with text. Use `onPress`, not `onClick`. */
export function Button({
  children,
  variant = 'secondary',
  icon,
  keys,
  busy = false,
  className,
  onPress,
  ...rest
}: ButtonProps) {
  // Not `isPending`: it announces by the id of its spinner, and leaves an image without a name behind when that is gone.
  const press = busy || onPress === undefined ? {} : { onPress }
  return (
    <AriaButton
      {...rest}
      {...press}
      {...(busy ? { 'aria-disabled': true } : {})}
      className={classes('ui-button', className)}
      data-variant={variant}
    >
      {busy ? <Spinner label="Working" size={14} /> : icon && <Icon name={icon} />}
      <span className="ui-button-text">{children}</span>
      {keys && <KeyHint keys={keys} />}
    </AriaButton>
  )
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  icon: IconName
  /** Its name for everyone: read aloud, and shown as a tooltip. */
  label: string
  keys?: string
  className?: string
  children?: ReactNode
}

/** A square button with a drawing only; its label shows on hover and focus. */
export function IconButton({ icon, label, keys, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classes('ui-button', 'ui-icon-button', className)}
        data-variant="quiet"
      >
        <Icon name={icon} size={18} />
        {children}
      </AriaButton>
    </Tooltip>
  )
}
