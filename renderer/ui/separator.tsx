import type { KeyboardEvent, PointerEvent } from 'react'
import { useRef } from 'react'
import './separator.css'

/**
 * The line between two columns, which sets the width of one of them: by pointer, by arrow keys (16 px, with Shift 64),
 * Home and End. A double press puts the usual width back.
 */
export function Separator(props: {
  label: string
  width: number
  minimum: number
  maximum: number
  usual: number
  /** Which side of the line the sized column is on. */
  sizes: 'before' | 'after'
  onChange: (width: number) => void
}) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const sign = props.sizes === 'before' ? 1 : -1
  const set = (width: number) => props.onChange(Math.round(Math.min(props.maximum, Math.max(props.minimum, width))))

  function press(event: KeyboardEvent) {
    const step = event.shiftKey ? 64 : 16
    const moves: Record<string, number> = {
      ArrowLeft: props.width - sign * step,
      ArrowRight: props.width + sign * step,
      Home: props.minimum,
      End: props.maximum,
    }
    const width = moves[event.key]
    if (width === undefined) return
    event.preventDefault()
    set(width)
  }

  function drag(event: PointerEvent) {
    if (start.current !== null) set(start.current.width + sign * (event.clientX - start.current.x))
  }

  return (
    // A splitter that moves is a separator with a value, not a rule between paragraphs.
    <div
      className="ui-separator"
      role="separator"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation="vertical"
      aria-valuenow={props.width}
      aria-valuemin={props.minimum}
      aria-valuemax={props.maximum}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width: props.width }
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        start.current = null
      }}
      onPointerCancel={() => {
        start.current = null
      }}
      onDoubleClick={() => set(props.usual)}
    />
  )
}
