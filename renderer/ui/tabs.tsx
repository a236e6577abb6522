import type { ReactNode } from 'react'
import { createContext, memo, useContext, useRef, useState } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import { classes } from './classes.ts'
import './tabs.css'

export interface TabItem<Id extends string> {
  id: Id
  label: string
  /** A number beside the word; null draws a dash, for a number that is not known (yet). */
  count?: number | null
}

const PanelContent = createContext<ReactNode>(null)

/**
 * Tabs above one panel; the children are drawn in the panel of whichever tab is selected. The tabs themselves are drawn
 * again only when one of them changed: building their collection costs more than most panels do.
 */
export function Tabs<Id extends string>(props: {
  label: string
  items: readonly TabItem<Id>[]
  selected: Id
  onChange: (id: Id) => void
  children: ReactNode
  className?: string
}) {
  const { onChange } = props
  const latest = useRef(onChange)
  latest.current = onChange
  const [change] = useState(() => (id: string) => latest.current(id as Id))
  return (
    <PanelContent value={props.children}>
      <TabsShell {...props} onChange={change} />
    </PanelContent>
  )
}

interface ShellProps {
  label: string
  items: readonly TabItem<string>[]
  selected: string
  onChange: (id: string) => void
  className?: string
}

const TabsShell = memo(
  function TabsShell({ label, items, selected, onChange, className }: ShellProps) {
    return (
      <AriaTabs
        className={classes('ui-tabs', className)}
        selectedKey={selected}
        onSelectionChange={(key) => onChange(String(key))}
      >
        <TabList className="ui-tab-list" aria-label={label}>
          {items.map((item) => (
            <Tab key={item.id} id={item.id} className="ui-tab">
              {item.label}
              {item.count !== undefined && (
                <span className="ui-tab-count">{item.count === null ? '–' : item.count.toLocaleString('en')}</span>
              )}
            </Tab>
          ))}
        </TabList>
        <TabPanel key={selected} id={selected} className="ui-tab-panel">
          <Panel />
        </TabPanel>
      </AriaTabs>
    )
  },
  (before, now) =>
    before.label === now.label &&
    before.selected === now.selected &&
    before.className === now.className &&
    areSame(before.items, now.items),
)

function areSame(before: readonly TabItem<string>[], now: readonly TabItem<string>[]): boolean {
  return (
    before === now ||
    (before.length === now.length &&
      before.every((item, at) => {
        const other = now[at]
        return item.id === other?.id && item.label === other.label && item.count === other.count
      }))
  )
}

function Panel() {
  return useContext(PanelContent)
}
