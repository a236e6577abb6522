import './code-mark.css'

/** What cannot be shown, by its name: `U+202E`. Read aloud as what it is, not as part of the text. */
export function CodeMark({ name }: { name: string }) {
  return (
    <span className="code-mark">
      <span className="ui-hidden"> hidden character </span>
      {name}
      <span className="ui-hidden"> </span>
    </span>
  )
}

/** A text in which codes stand in brackets (`‹U+202E›`), with the codes drawn as marks. */
export function WithCodeMarks({ text }: { text: string }) {
  const parts = text.split(/‹(U\+[0-9A-F]{4,6})›/)
  // The place is the key: a text never changes its parts without changing whole.
  return parts.map((part, index) => (index % 2 === 0 ? part : <CodeMark key={index} name={part} />))
}
