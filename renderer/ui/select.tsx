import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import './select.css'
import './text-field.css'

export interface SelectOption<Id extends string> {
  id: Id
  label: string
  description?: string
}

export interface SelectProps<Id extends string> {
  label: string
  hideLabel?: boolean
  options: readonly SelectOption<Id>[]
  value: Id | null
  onChange: (id: Id) => void
  placeholder?: string
  description?: string
  isDisabled?: boolean
  className?: string
}

/** One of a few. The options may carry a second line that says what each one means. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  return (
    <AriaSelect
      className={classes('ui-field', props.className)}
      value={props.value}
      onChange={(key) => {
        if (key !== null) props.onChange(key as Id)
      }}
      placeholder={props.placeholder ?? 'Choose'}
      isDisabled={props.isDisabled ?? false}
    >
      <Label className={props.hideLabel ? 'ui-hidden' : 'ui-label'}>{props.label}</Label>
      <Button className="ui-select">
        <SelectValue className="ui-select-value">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <Icon name="chevronDown" size={14} />
      </Button>
      {props.description && (
        <Text slot="description" className="ui-description">
          {props.description}
        </Text>
      )}
      <Popover className="ui-popover" offset={4}>
        <ListBox className="ui-options" items={props.options}>
          {(option) => (
            <ListBoxItem className="ui-option" id={option.id} textValue={option.label}>
              <span>{option.label}</span>
              {option.description && <span className="ui-option-more">{option.description}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
