import type { RefCallback } from 'react'
import { useCallback, useRef, useState } from 'react'
import { firstVariable } from './slash.ts'

export interface Box {
  /** Goes to the text area, as its `ref`. */
  attach: RefCallback<HTMLTextAreaElement>
  /** The text area that is drawn, or null. */
  element: () => HTMLTextAreaElement | null
  /** Where in the text the caret was last heard of. */
  caret: number
  setCaret: (at: number) => void
  /** Selects from `start` to `end` of what is drawn, at once: the next key belongs there. */
  putCaret: (start: number, end?: number) => void
  /** Draws a text that is longer by `more` at its front, or shorter, and leaves the caret where it stood in the rest. */
  keepCaret: (more: number, draw: () => void) => void
  /** Selects the first gap of a text, where it has one. */
  showGap: (text: string, from?: number) => boolean
  /** Resolves when no character is being composed in it, e.g. of Chinese: its text can be drawn anew. */
  settled: () => Promise<void>
}

/** The box that is written in, and its caret. */
export function useBox(): Box {
  const ref = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const composing = useRef<PromiseWithResolvers<void> | null>(null)

  const attach = useCallback((element: HTMLTextAreaElement | null) => {
    if (element === null) return
    ref.current = element
    const begin = () => {
      composing.current ??= Promise.withResolvers()
    }
    const end = () => {
      composing.current?.resolve()
      composing.current = null
    }
    element.addEventListener('compositionstart', begin)
    element.addEventListener('compositionend', end)
    return () => {
      element.removeEventListener('compositionstart', begin)
      element.removeEventListener('compositionend', end)
      // Gone in the middle of it: nobody waits for the rest.
      end()
      if (ref.current === element) ref.current = null
    }
  }, [])

  function putCaret(start: number, end = start) {
    ref.current?.focus()
    ref.current?.setSelectionRange(start, end)
    setCaret(end)
  }

  function keepCaret(more: number, draw: () => void) {
    const before = ref.current
    if (before === null) return draw()
    const { selectionStart, selectionEnd, selectionDirection } = before
    draw()
    const end = Math.max(0, selectionEnd + more)
    ref.current?.setSelectionRange(Math.max(0, selectionStart + more), end, selectionDirection)
    setCaret(end)
  }

  function showGap(inText: string, from = 0): boolean {
    const gap = firstVariable(inText, from)
    if (gap !== null) putCaret(gap.start, gap.end)
    return gap !== null
  }

  return {
    attach,
    element: () => ref.current,
    caret,
    setCaret,
    putCaret,
    keepCaret,
    showGap,
    settled: async () => composing.current?.promise,
  }
}
