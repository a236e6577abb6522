import type { KeyboardEvent } from 'react'
import { useState } from 'react'

/**
 * One stop of the Tab key for a whole chart, and arrows from bar to bar within it. Bars lie in lines (`data-line`), and
 * some lines hold several beside each other (`data-part`).
 * @param along where the next line is: below, or to the right
 */
export function useBars(along: 'down' | 'right') {
  const [current, setCurrent] = useState<string | null>(null)
  const [shown, setShown] = useState<string | null>(null)

  function move(event: KeyboardEvent<HTMLElement>) {
    const bars = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bar]')]
    const here = bars.find((bar) => bar === document.activeElement)
    const next = here && target(bars, here, event.key, along)
    if (next === undefined) return
    event.preventDefault()
    next.focus()
  }

  return {
    shown,
    chart: {
      onKeyDown: move,
      onMouseLeave: () => setShown(null),
      onBlur: () => setShown(null),
    },
    /** @param isFirst the chart is entered here until one of its bars had the focus */
    bar: (key: string, name: string, line: number, part: number, isFirst: boolean) => ({
      'data-bar': key,
      'data-line': line,
      'data-part': part,
      'aria-label': name,
      tabIndex: (current === null ? isFirst : current === key) ? 0 : -1,
      onFocus: () => {
        setCurrent(key)
        setShown(name)
      },
      onMouseEnter: () => setShown(name),
    }),
  }
}

function target(bars: HTMLElement[], here: HTMLElement, key: string, along: 'down' | 'right'): HTMLElement | undefined {
  const lineOf = (bar: HTMLElement) => Number(bar.dataset['line'])
  const partOf = (bar: HTMLElement) => Number(bar.dataset['part'])
  const [previousLine, nextLine, previousPart, nextPart] =
    along === 'down'
      ? ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']
      : ['ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowUp']
  const nearest = (line: number | undefined) =>
    bars
      .filter((bar) => lineOf(bar) === line)
      .toSorted((a, b) => Math.abs(partOf(a) - partOf(here)) - Math.abs(partOf(b) - partOf(here)))[0]
  const lines = bars.map(lineOf)
  switch (key) {
    case nextLine:
      return nearest(lines.find((line) => line > lineOf(here)))
    case previousLine:
      return nearest(lines.findLast((line) => line < lineOf(here)))
    case nextPart:
      return bars.find((bar) => lineOf(bar) === lineOf(here) && partOf(bar) > partOf(here))
    case previousPart:
      return bars.findLast((bar) => lineOf(bar) === lineOf(here) && partOf(bar) < partOf(here))
    case 'Home':
      return bars[0]
    case 'End':
      return bars.at(-1)
    default:
      return undefined
  }
}
