import type { RefObject } from 'react'
import { useLayoutEffect, useRef, useState } from 'react'
import type { ComposeMode } from './drafts.ts'
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

/** The box that is written in: it grows with its text up to eight lines, then scrolls. */
export function useBox(text: string, mode: ComposeMode): Box {
  const ref = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)

  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight + 2, 8 * 20 + 18)}px`
  }, [text, mode])

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
