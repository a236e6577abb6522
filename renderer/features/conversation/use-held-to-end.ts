import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** A reader this close to the end (px) is at the end. */
const nearEnd = 48

/**
 * Holds a scrolled element to its end until the reader moves away from it, whatever arrives, is measured anew or takes
 * room beside it: several messages in one frame, one taller than expected, a composer that grows. Only going up is
 * moving away.
 *
 * @param content the one child of the element, as high as all that can be scrolled to
 * @param fromEnd whether the reader begins at the end
 */
export function useHeldToEnd(
  scroller: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLDivElement | null>,
  fromEnd: boolean,
) {
  const [atEnd, setAtEnd] = useState(fromEnd)
  const held = useRef(fromEnd)
  const lastTop = useRef(0)

  const hold = useCallback((next: boolean) => {
    held.current = next
    setAtEnd(next)
  }, [])

  const toEnd = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    element.scrollTo({ top: element.scrollHeight })
    lastTop.current = element.scrollTop
  }, [scroller])

  /** To be called once whatever else moves the element has taken hold of it: a virtual list begins at its top. */
  const begin = useCallback(() => {
    if (held.current) toEnd()
  }, [toEnd])

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (held.current) toEnd()
    })
    for (const { current } of [scroller, content]) if (current !== null) observer.observe(current)
    return () => observer.disconnect()
  }, [scroller, content, toEnd])

  /** To be called for every scroll event of the element. */
  const scrolled = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const movedUp = element.scrollTop < lastTop.current
    lastTop.current = element.scrollTop
    if (element.scrollHeight - element.scrollTop - element.clientHeight <= nearEnd) hold(true)
    else if (movedUp) hold(false)
  }, [scroller, hold])

  /** The reader is taken elsewhere, to a message further up. */
  const letGo = useCallback(() => hold(false), [hold])

  /** The reader asks for the end. */
  const goToEnd = useCallback(() => {
    hold(true)
    toEnd()
  }, [hold, toEnd])

  return { atEnd, begin, scrolled, letGo, goToEnd }
}
