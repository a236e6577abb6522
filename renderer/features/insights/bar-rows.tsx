import type { ReactNode } from 'react'
import { Readout } from './readout.tsx'
import { useBars } from './use-bars.ts'

export interface BarPart {
  key: string
  /** Says the figure, for everyone. */
  name: string
  /** Of the widest row, from 0 to 1. */
  share: number
  /** How it is drawn: a status, or `plain`. */
  look: string
  /** A lighter part behind, of the widest row: what reaches further than the bar itself. */
  reach?: number
  onOpen: () => void
}

export interface BarRow {
  key: string
  label: ReactNode
  /** The figure in writing, at the end of the row. */
  figure: string
  parts: BarPart[]
}

/** Bars one below the other, each a control that opens its list. */
export function BarRows({ label, rows }: { label: string; rows: readonly BarRow[] }) {
  const bars = useBars('down')
  const first = rows.find(({ parts }) => parts.length > 0)?.parts[0]?.key
  return (
    <div className="insights-chart">
      <div className="insights-rows" role="group" aria-label={label} {...bars.chart}>
        {rows.map((row, line) => (
          <div key={row.key} className="insights-row">
            <div className="insights-row-label">{row.label}</div>
            <div className="insights-track">
              {row.parts.map((part, index) => (
                <button
                  key={part.key}
                  type="button"
                  className="insights-bar"
                  data-look={part.look}
                  style={{ width: `${100 * Math.max(part.share, part.reach ?? 0)}%` }}
                  onClick={part.onOpen}
                  {...bars.bar(part.key, part.name, line, index, part.key === first)}
                >
                  {part.reach !== undefined && (
                    <span className="insights-within" style={{ width: inside(part.share, part.reach) }} />
                  )}
                </button>
              ))}
            </div>
            <div className="insights-figure">{row.figure}</div>
          </div>
        ))}
      </div>
      <Readout text={bars.shown} />
    </div>
  )
}

const inside = (share: number, reach: number) => `${reach === 0 ? 0 : (100 * Math.min(share, reach)) / reach}%`
