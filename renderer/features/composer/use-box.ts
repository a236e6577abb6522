import type { RefObject } from 'react'
import { useRef, useState } from 'react'
import { firstVariable } from './slash.ts'

export interface Box {
  ref: RefObject<HTMLTextAreaElement | null>
  /** Where in the text the caret was last heard of. */
  caret: number
  setCaret: (at: number) => void
  /** Selects from `start` to `end` of what is drawn, at once: the next key belongs there. */
  putCaret: (start: number, end?: number) => void
  /** Selects the first gap of a text, where it has one. */
  showGap: (text: string, from?: number) => boolean
}

/** The box that is written in, and its caret. */
export function useBox(): Box {
  const ref = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)

  function putCaret(start: number, end = start) {
    ref.current?.focus()
    ref.current?.setSelectionRange(start, end)
    setCaret(end)
  }

  function showGap(inText: string, from = 0): boolean {
    const gap = firstVariable(inText, from)
    if (gap !== null) putCaret(gap.start, gap.end)
    return gap !== null
  }

  return { ref, caret, setCaret, putCaret, showGap }
}
