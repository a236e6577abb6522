import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, Label, Radio, RadioGroup } from 'react-aria-components'
import './choice.css'
import { Icon } from './icon.tsx'

/** A box to tick, with its words beside it. */
export function Checkbox(props: {
  isSelected: boolean
  onChange: (selected: boolean) => void
  children: ReactNode
  isDisabled?: boolean
}) {
  return (
    <AriaCheckbox
      className="ui-check"
      isSelected={props.isSelected}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
    >
      {({ isSelected }) => (
        <>
          <span className="ui-check-box">{isSelected && <Icon name="check" size={14} />}</span>
          <span>{props.children}</span>
        </>
      )}
    </AriaCheckbox>
  )
}

export interface ChoiceOption<Id extends string> {
  id: Id
  label: string
  description?: string
  /** Stands behind the label, e.g. a chip. It is read with the label. */
  mark?: ReactNode
  isDisabled?: boolean
}

/** Options that belong together, under a heading where it has one. */
export interface ChoiceGroup<Id extends string> {
  heading: string | null
  options: readonly ChoiceOption<Id>[]
}

/** One of a few that should all be seen at once. `look` is a list of rows with descriptions, or one joined bar. */
export function Choice<Id extends string>(props: {
  label: string
  hideLabel?: boolean
  options?: readonly ChoiceOption<Id>[]
  /** Instead of `options`, where there are many. */
  groups?: readonly ChoiceGroup<Id>[]
  value: Id | null
  onChange: (id: Id) => void
  look?: 'rows' | 'bar'
}) {
  const groups: readonly ChoiceGroup<Id>[] = props.groups ?? [{ heading: null, options: props.options ?? [] }]
  return (
    <RadioGroup
      className="ui-choice"
      data-look={props.look ?? 'rows'}
      value={props.value}
      onChange={(value) => props.onChange(value as Id)}
    >
      <Label className={props.hideLabel ? 'ui-hidden' : 'ui-label'}>{props.label}</Label>
      {groups.map(({ heading, options }, index) => (
        <div key={heading ?? index} className="ui-choice-group" role="presentation">
          {heading !== null && <p className="ui-choice-heading">{heading}</p>}
          <div className="ui-choice-options">
            {options.map((option) => (
              <Radio
                key={option.id}
                value={option.id}
                className="ui-choice-option"
                isDisabled={option.isDisabled ?? false}
              >
                <span className="ui-choice-dot" />
                <span className="ui-choice-words">
                  <span className="ui-choice-label">
                    {option.label}
                    {option.mark && <> {option.mark}</>}
                  </span>
                  {option.description && <span className="ui-description">{option.description}</span>}
                </span>
              </Radio>
            ))}
          </div>
        </div>
      ))}
    </RadioGroup>
  )
}
