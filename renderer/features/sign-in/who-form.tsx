import type { SessionView } from '#shared/contract/requests.ts'
import { Choice } from '../../ui/choice.tsx'

type Operator = SessionView['operators'][number]
const roleWords = { agent: 'Agent', supervisor: 'Supervisor' } as const

/** Who are you? Everybody who works here; one alone needs no question. */
export function WhoForm(props: {
  operators: readonly Operator[]
  chosen: Operator
  onChoose: (id: Operator['id']) => void
}) {
  if (props.operators.length === 1) {
    return (
      <p className="sign-in-alone">
        <bdi className="sign-in-name">{props.chosen.name}</bdi> · {roleWords[props.chosen.role]}
      </p>
    )
  }
  return (
    <div className="sign-in-who">
      <Choice
        label="Who are you?"
        value={props.chosen.id}
        onChange={props.onChoose}
        options={props.operators.map(({ id, name, role }) => ({ id, label: name, description: roleWords[role] }))}
      />
    </div>
  )
}
