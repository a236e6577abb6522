import { Spinner } from '../../ui/spinner.tsx'
import type { Draft } from './drafts.ts'

/** What left the box and is not sent yet, above what is typed next: the first is being sent, the others follow it. */
export function OnTheWay({ drafts, isReply }: { drafts: readonly Draft[]; isReply: boolean }) {
  if (drafts.length === 0) return null
  return (
    <ul className="on-the-way" aria-label="On its way">
      {drafts.map(({ text }, index) => (
        // They only ever leave at the front, all at once or one by one, and are never sorted.
        <li key={index}>
          {index === 0 ? <Spinner label="On its way" size={14} /> : <span aria-hidden>·</span>}
          <span className="on-the-way-words">{index === 0 ? (isReply ? 'Sending' : 'Adding') : 'Then'}</span>
          <bdi className="on-the-way-text">{text}</bdi>
        </li>
      ))}
    </ul>
  )
}
