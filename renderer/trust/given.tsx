import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { WithCodeMarks } from './code-mark.tsx'
import './given.css'
import { givenText, givenTitle } from './given-text.ts'

/**
 * A name or value from outside, as text only: isolated from the direction of what surrounds it, made visible-safe, and
 * announced as given by the visitor where it is not proven.
 */
export function Given({ text, proven = false, reveal = false }: { text: string; proven?: boolean; reveal?: boolean }) {
  const given = givenText(text, { reveal })
  return (
    <>
      {!proven && <span className="ui-hidden">name given by visitor: </span>}
      <bdi className="given" title={given.clamped ? givenTitle(text) : undefined}>
        {given.text === '' ? '(nothing visible)' : reveal ? <WithCodeMarks text={given.text} /> : given.text}
      </bdi>
    </>
  )
}

/** A sentence of ours in which a value from outside is quoted. */
export function GivenSentence({ text }: { text: string }) {
  return (
    <bdi className="given given-sentence">
      <WithCodeMarks text={givenText(text, { whole: true }).text} />
    </bdi>
  )
}

/** Beside a value that is shown shortened or altered: opens all of it, with what cannot be seen named. */
export function WholeGiven({ text, title, reveal = false }: { text: string; title: string; reveal?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const given = givenText(text, { reveal })
  if (!given.clamped && (reveal || !given.altered)) return null
  return (
    <>
      <Button variant="quiet" className="given-more" aria-label={`Show all of ${title}`} onPress={() => setOpen(true)}>
        Show all
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={`All of ${title}`}>
        {isOpen && (
          <>
            <p className="given-note">
              As it was sent, {text.length.toLocaleString('en')} characters. What cannot be seen is named by its code;
              signs that look like the console’s own are replaced by ▫.
            </p>
            <p className="given-whole" role="region" aria-label={`All of ${title}, as it was sent`} tabIndex={0}>
              <bdi>
                <WithCodeMarks text={givenText(text, { whole: true }).text} />
              </bdi>
            </p>
          </>
        )}
      </Dialog>
    </>
  )
}
