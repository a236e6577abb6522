import { useEffect } from 'react'

const favourites = '[role="listbox"], [role="grid"], textarea:not([disabled]), [role="log"]'
const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]:not([role="separator"])'

/** Moves focus to the next pane (`data-pane`) in the order of the document, or back. */
export function walkPanes(back: boolean) {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  if (panes.length === 0) return
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  const step = back ? -1 : 1
  const next = here === -1 ? 0 : (here + step + panes.length) % panes.length
  const pane = panes[next]
  const target = pane?.querySelector<HTMLElement>(favourites) ?? pane?.querySelector<HTMLElement>(focusable)
  target?.focus()
}

/** F6 and Shift F6 walk the panes from anywhere, text included. */
export function usePaneWalk() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || document.querySelector('[role="dialog"]') !== null) return
      event.preventDefault()
      walkPanes(event.shiftKey)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

/** Out of a text with Esc: to the list beside it, where arrows and single keys work, else to nowhere. */
export function leaveText(text: HTMLElement) {
  text.blur()
  document.querySelector<HTMLElement>('.layout-list [role="listbox"]')?.focus({ preventScroll: true })
}
