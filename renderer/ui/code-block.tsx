import { useRef, useState } from 'react'
import { Button } from './button.tsx'
import './code-block.css'

/** Code to read and copy. Where the clipboard is refused, the text is selected so that Ctrl C takes it. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  const text = useRef<HTMLPreElement>(null)
  const [said, setSaid] = useState('')

  async function copy() {
    try {
      await navigator.clipboard.writeText(code)
      setSaid('Copied')
    } catch {
      if (text.current) getSelection()?.selectAllChildren(text.current)
      setSaid('Selected: press Ctrl C')
    }
  }

  return (
    <figure className="ui-code" aria-label={label}>
      <figcaption className="ui-code-head">
        <span>{label}</span>
        <Button variant="quiet" icon="copy" onPress={copy}>
          {said || 'Copy'}
        </Button>
        <span className="ui-hidden" role="status">
          {said}
        </span>
      </figcaption>
      <pre ref={text} tabIndex={0} role="region" aria-label={label}>
        {code}
      </pre>
    </figure>
  )
}
