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
      <bdi title={given.clamped ? givenTitle(text) : undefined}>
        {given.text === '' ? '(nothing visible)' : given.text}
      </bdi>
    </>
  )
}
