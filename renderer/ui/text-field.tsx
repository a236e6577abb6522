import type { ReactNode } from 'react'
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components'
import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea } from 'react-aria-components'
import { classes } from './classes.ts'
import './text-field.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className'> {
  label: string
  /** Keeps the label for assistive technology only. */
  hideLabel?: boolean
  description?: ReactNode
  /** What is wrong and how to mend it; also marks the field as invalid. */
  error?: string | null
  placeholder?: string
  /** More than one line gives a text area. */
  rows?: number
  /** For keys, code and identifiers. */
  fixedWidth?: boolean
  className?: string
}

/**
 * A labelled line or block of text with description and error tied to it. Use `value` and `onChange(text)`. The browser
 * neither remembers what is typed nor proposes what was typed elsewhere: who wants that says so by `autoComplete`.
 */
export function TextField({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  rows = 1,
  fixedWidth,
  className,
  autoComplete = 'off',
  ...rest
}: TextFieldProps) {
  const input = classes('ui-input', fixedWidth && 'ui-input-fixed')
  return (
    <AriaTextField
      {...rest}
      autoComplete={autoComplete}
      isInvalid={Boolean(error)}
      className={classes('ui-field', className)}
    >
      <Label className={hideLabel ? 'ui-hidden' : 'ui-label'}>{label}</Label>
      {rows > 1 ? (
        <TextArea className={input} rows={rows} placeholder={placeholder} spellCheck={!fixedWidth} />
      ) : (
        <Input className={input} placeholder={placeholder} spellCheck={false} />
      )}
      {description && (
        <Text slot="description" className="ui-description">
          {description}
        </Text>
      )}
      <FieldError className="ui-error">{error}</FieldError>
    </AriaTextField>
  )
}
