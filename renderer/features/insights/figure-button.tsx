import { Button } from 'react-aria-components'

/** A figure of a table that opens its list; nothing opens what is empty. */
export function FigureButton({ figure, name, onOpen }: { figure: string; name: string; onOpen: (() => void) | null }) {
  if (onOpen === null) return <span>{figure}</span>
  return (
    <Button className="insights-figure-button" aria-label={name} onPress={onOpen}>
      {figure}
    </Button>
  )
}
