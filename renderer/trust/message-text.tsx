import { useMemo, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { CodeMark } from './code-mark.tsx'
import { GivenLink } from './given-link.tsx'
import { beginningOf, messagePieces } from './message-pieces.ts'
import './message-text.css'

/**
 * What a visitor wrote, as text nodes only: its lines are kept, what cannot be shown is named, addresses are buttons that
 * ask first, and a long text is folded until it is asked for. With `linked` off, addresses are words.
 */
export function MessageText({
  text,
  linked = true,
  whole = false,
}: {
  text: string
  linked?: boolean
  whole?: boolean
}) {
  const [isWhole, setWhole] = useState(whole)
  const beginning = useMemo(() => beginningOf(text), [text])
  const shown = isWhole || beginning === null ? text : beginning
  const pieces = useMemo(() => messagePieces(shown), [shown])
  return (
    <>
      {/* The place is the key: pieces of one text never move. */}
      {pieces.map((piece, index) => {
        if (piece.kind === 'code') return <CodeMark key={index} name={piece.text} />
        return piece.kind === 'link' && linked ? <GivenLink key={index} link={piece.link} /> : piece.text
      })}
      {beginning !== null && (
        <AriaButton className="message-fold" aria-expanded={isWhole} onPress={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
        </AriaButton>
      )}
    </>
  )
}
