import { Readout } from './readout.tsx'
import { useBars } from './use-bars.ts'
import { dayWords } from './words.ts'

export interface DayColumn {
  date: string
  /** Says the figure, for everyone. */
  name: string
  /** From the bottom up, each of the highest column, from 0 to 1. Empty where there is nothing to open. */
  parts: { look: string; share: number }[]
  onOpen: () => void
}

/** One column for each day, each a control that opens the day's list. */
export function DayColumns({ label, days, highest }: { label: string; days: readonly DayColumn[]; highest: string }) {
  const bars = useBars('right')
  const first = days.find(({ parts }) => parts.length > 0)?.date
  const step = Math.ceil(days.length / 8)
  return (
    <div className="insights-chart">
      <div className="insights-columns-frame" role="group" aria-label={label} {...bars.chart}>
        <div className="insights-columns" data-crowded={days.length > 45 || undefined}>
          <span className="insights-highest" aria-hidden>
            {highest}
          </span>
          {days.map((day, line) => (
            <div key={day.date} className="insights-day">
              <div className="insights-stack">
                {day.parts.length > 0 && (
                  <button
                    type="button"
                    className="insights-column"
                    onClick={day.onOpen}
                    {...bars.bar(day.date, day.name, line, 0, day.date === first)}
                  >
                    {day.parts.map((part) => (
                      <span
                        key={part.look}
                        className="insights-piece"
                        data-look={part.look}
                        style={{ height: `${100 * part.share}%` }}
                      />
                    ))}
                  </button>
                )}
              </div>
              <span className="insights-tick" aria-hidden>
                {line % step === 0 && dayWords(day.date, 'axis')}
              </span>
            </div>
          ))}
        </div>
      </div>
      <Readout text={bars.shown} />
    </div>
  )
}
