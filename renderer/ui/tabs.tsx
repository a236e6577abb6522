import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import { classes } from './classes.ts'
import './tabs.css'

export interface TabItem<Id extends string> {
  id: Id
  label: string
  /** A number beside the word; null draws a dash, for a number that is not known (yet). */
  count?: number | null
}

/** Tabs above one panel; the children are drawn in the panel of whichever tab is selected. */
export function Tabs<Id extends string>(props: {
  label: string
  items: readonly TabItem<Id>[]
  selected: Id
  onChange: (id: Id) => void
  children: ReactNode
  className?: string
}) {
  return (
    <AriaTabs
      className={classes('ui-tabs', props.className)}
      selectedKey={props.selected}
      onSelectionChange={(key) => props.onChange(key as Id)}
    >
      <TabList className="ui-tab-list" aria-label={props.label}>
        {props.items.map((item) => (
          <Tab key={item.id} id={item.id} className="ui-tab">
            {item.label}
            {item.count !== undefined && (
              <span className="ui-tab-count">{item.count === null ? '–' : item.count.toLocaleString('en')}</span>
            )}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={props.selected} id={props.selected} className="ui-tab-panel">
        {props.children}
      </TabPanel>
    </AriaTabs>
  )
}
