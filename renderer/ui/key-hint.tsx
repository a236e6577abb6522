import './key-hint.css'

/** Shows which key does something, e.g. `Ctrl K`. Decoration: the control itself carries `aria-keyshortcuts`. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <kbd className="ui-key" aria-hidden>
      {keys}
    </kbd>
  )
}
