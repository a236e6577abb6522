import type { Decision, FlagRow } from '#shared/domain/review.ts'
import { type Command, useCommands } from '../../../app/commands.tsx'
import { decisionChoices } from '../decision-words.ts'

/** The keys of the queue. What decides, or selects in order to decide, is there only where something can be decided. */
export function useQueueKeys(props: {
  current: FlagRow | undefined
  canDecide: boolean
  move: (by: number) => void
  toggle: () => void
  extend: () => void
  alike: () => void
  all: () => void
  unselect: () => void
  decide: (decision: Decision) => void
  open: () => void
}) {
  const { move, canDecide } = props
  const list = { group: 'List', keyOnly: true } as const
  const selecting: Command[] = [
    { ...list, id: 'review.select', label: 'Select this flag', key: 'x', run: props.toggle },
    { ...list, id: 'review.extend', label: 'Select from the last selected to this one', key: 'X', run: props.extend },
    { group: 'List', id: 'review.alike', label: 'Select all like this one', key: 's', run: props.alike },
    { group: 'List', id: 'review.all', label: 'Select all, or none', key: 'a', run: props.all },
    { ...list, id: 'review.unselect', label: 'Select none', key: 'Escape', run: props.unselect },
    ...decisionChoices.map(
      ({ id, label, key }): Command => ({
        group: 'List',
        id: `review.${id}`,
        label: `Decide: ${label}`,
        key,
        run: () => props.decide(id),
      }),
    ),
  ]
  useCommands([
    { ...list, id: 'review.next', label: 'Next flag', key: 'j', run: () => move(1) },
    { ...list, id: 'review.previous', label: 'Previous flag', key: 'k', run: () => move(-1) },
    ...(canDecide ? selecting : []),
    { group: 'List', id: 'review.open', label: 'Open the conversation of this flag', key: 'o', run: props.open },
  ])
}
