import { useEffect, useRef } from 'react'
import { flagAges, flagKinds } from '#shared/domain/review.ts'
import { useCommands } from '../../../app/commands.tsx'
import { useRequest } from '../../../host/host.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { ageWords, flagKindWords, severityWords } from '../flag-words.ts'
import { noFilters, type QueueFilters } from '../review-place.tsx'

const everything = 'everything'
const wanted = <Value extends string>(value: Value | typeof everything) => (value === everything ? null : value)

/** Narrows the queue. `f` leads here, the arrows open and choose, Esc leads back to the list, `c` takes all away. */
export function QueueFilterBar(props: {
  filters: QueueFilters
  onChange: (filters: QueueFilters) => void
  onLeave: () => void
}) {
  const { filters, onChange } = props
  const channels = useRequest('channels.list', {})
  const workspace = useRequest('workspace.get', {})
  const filtered = isFiltered(filters)
  const bar = useRef<HTMLFieldSetElement>(null)
  const leave = useRef(props.onLeave)
  leave.current = props.onLeave
  useEffect(() => {
    const element = bar.current
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') leave.current()
    }
    element?.addEventListener('keydown', press)
    return () => element?.removeEventListener('keydown', press)
  }, [])
  useCommands([
    {
      id: 'review.filter',
      label: 'Filter the queue',
      group: 'List',
      key: 'f',
      run: () => bar.current?.querySelector('button')?.focus(),
    },
    ...(filtered
      ? [
          {
            id: 'review.unfilter',
            label: 'Clear the filters',
            group: 'List' as const,
            key: 'c',
            run: () => onChange(noFilters),
          },
        ]
      : []),
  ])
  return (
    <fieldset ref={bar} className="review-filters">
      <legend className="ui-hidden">Filters</legend>
      <Select
        label="Reason"
        hideLabel
        className="review-filter-reason"
        value={filters.kind ?? everything}
        onChange={(kind) => onChange({ ...filters, kind: wanted(kind) })}
        options={[
          { id: everything, label: 'Any reason' },
          ...flagKinds.map((each) => ({ id: each, label: flagKindWords(each) })),
        ]}
      />
      <Select
        label="Severity"
        hideLabel
        value={filters.severity ?? everything}
        onChange={(severity) => onChange({ ...filters, severity: wanted(severity) })}
        options={[
          { id: everything, label: 'Any severity' },
          { id: 'serious', label: severityWords.serious },
          { id: 'notice', label: severityWords.notice },
        ]}
      />
      <Select
        label="Age"
        hideLabel
        value={filters.age ?? everything}
        onChange={(age) => onChange({ ...filters, age: wanted(age) })}
        options={[
          { id: everything, label: 'Any age' },
          ...flagAges.map((each) => ({ id: each, label: ageWords[each] })),
        ]}
      />
      <Select
        label="Channel"
        hideLabel
        value={filters.channelId ?? everything}
        onChange={(channelId) => onChange({ ...filters, channelId: wanted(channelId) })}
        options={[
          { id: everything, label: 'Any channel' },
          ...(channels.data?.channels ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Select
        label="Agent"
        hideLabel
        value={filters.agentId ?? everything}
        onChange={(agentId) => onChange({ ...filters, agentId: wanted(agentId) })}
        options={[
          { id: everything, label: 'Any agent' },
          ...(workspace.data?.operators ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      {filtered && (
        <IconButton
          icon="cross"
          label="Clear the filters"
          keys="C"
          className="review-unfilter"
          onPress={() => onChange(noFilters)}
        />
      )}
    </fieldset>
  )
}

export const isFiltered = (filters: QueueFilters) => Object.values(filters).some((value) => value !== null)
