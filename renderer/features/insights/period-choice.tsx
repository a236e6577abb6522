import { Choice } from '../../ui/choice.tsx'
import { TextField } from '../../ui/text-field.tsx'

export type PeriodName = '7' | '30' | '90' | 'own'

export interface ChosenPeriod {
  name: PeriodName
  /** Dates (`2026-03-29`) of the period `own`; empty until they are given. */
  from: string
  to: string
}

export const periodWords: Record<PeriodName, string> = {
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  own: 'Own dates',
}

/** The last days, or two dates. */
export function PeriodChoice({ value, onChange }: { value: ChosenPeriod; onChange: (value: ChosenPeriod) => void }) {
  return (
    <div className="insights-period">
      <Choice
        label="Period"
        look="bar"
        value={value.name}
        onChange={(name) => onChange({ ...value, name })}
        options={(['7', '30', '90', 'own'] as const).map((id) => ({ id, label: periodWords[id] }))}
      />
      {value.name === 'own' && (
        <>
          <TextField
            label="First day"
            type="date"
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
          <TextField label="Last day" type="date" value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </>
      )}
    </div>
  )
}

/** What a request asks for; null while a date is missing. */
export function askedPeriod({ name, from, to }: ChosenPeriod) {
  if (name !== 'own') return { days: Number(name), from: null, to: null }
  return from === '' || to === '' ? null : { days: null, from, to }
}
