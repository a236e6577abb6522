import { liveStandings } from '#shared/domain/live.ts'
import { useWorkspacePart } from '../../app/workspace.ts'
import { useRequest } from '../../host/host.ts'
import { trustLook } from '../../trust/standing-words.ts'
import { Select } from '../../ui/select.tsx'
import type { LiveFilter } from './live-view.tsx'

const everything = 'everything'

/** Which of the open conversations are listed. */
export function LiveFilters({ filter, onFilter }: { filter: LiveFilter; onFilter: (filter: LiveFilter) => void }) {
  const channels = useRequest('channels.list', {})
  const operators = useWorkspacePart('operators')
  const wanted = <Value extends string>(value: Value | typeof everything) => (value === everything ? null : value)
  return (
    <div className="live-filters" role="group" aria-label="Filters">
      <Select
        label="Standing"
        hideLabel
        value={filter.standing ?? everything}
        onChange={(standing) => onFilter({ ...filter, standing: wanted(standing) })}
        options={[
          { id: everything, label: 'Any standing' },
          ...liveStandings.map((id) => ({ id, label: trustLook(id).words })),
        ]}
      />
      <Select
        label="Agent"
        hideLabel
        value={filter.agent ?? everything}
        onChange={(agent) => onFilter({ ...filter, agent: wanted(agent) })}
        options={[
          { id: everything, label: 'Every agent' },
          { id: 'nobody', label: 'Nobody' },
          ...(operators ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Select
        label="Channel"
        hideLabel
        value={filter.channelId ?? everything}
        onChange={(channelId) => onFilter({ ...filter, channelId: wanted(channelId) })}
        options={[
          { id: everything, label: 'Every channel' },
          ...(channels.data?.channels ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Select
        label="Waiting"
        hideLabel
        value={filter.waiting ?? everything}
        onChange={(waiting) => onFilter({ ...filter, waiting: wanted(waiting) })}
        options={[
          { id: everything, label: 'Waiting or not' },
          { id: 'waiting', label: 'Waiting' },
          { id: 'answered', label: 'Answered' },
        ]}
      />
    </div>
  )
}
