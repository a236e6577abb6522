import type { FlagRow } from '#shared/domain/review.ts'
import { Given, GivenSentence } from '../../trust/given.tsx'
import { fieldTitle } from '../../trust/standing-words.ts'
import './claim-comparison.css'

type Comparison = NonNullable<FlagRow['comparison']>

/** Who is claimed beside who is known, each character that differs marked, and in words what differs. */
export function ClaimedBesideKnown({ comparison }: { comparison: Comparison }) {
  const { field, claimed, known, channelName, differences } = comparison
  return (
    <figure className="review-compare" aria-label="Who is claimed beside who is known">
      <dl>
        <div>
          <dt>{fieldTitle(field)} claimed here</dt>
          <dd>
            <Marked text={claimed} places={differences.map((one) => one.claimed)} />
          </dd>
        </div>
        <div>
          <dt>Proven in {channelName}</dt>
          <dd>
            <Marked text={known} places={differences.map((one) => one.known)} />
          </dd>
        </div>
      </dl>
      <figcaption>
        {differences.length === 0 ? (
          'The two are exactly the same.'
        ) : (
          <ul>
            {differences.slice(0, 8).map((one) => (
              <li key={`${one.claimed.at} ${one.known.at}`}>
                <GivenSentence text={one.words} />
              </li>
            ))}
          </ul>
        )}
      </figcaption>
    </figure>
  )
}

/** Shown piece by piece, so that each stays where it is, whatever direction it is written in. */
function Marked({ text, places }: { text: string; places: readonly { at: number; text: string }[] }) {
  const pieces: { text: string; marked: boolean; at: number }[] = []
  let from = 0
  for (const { at, text: part } of places) {
    if (at > from) pieces.push({ text: text.slice(from, at), marked: false, at: from })
    if (part !== '') pieces.push({ text: part, marked: true, at })
    from = Math.max(from, at + part.length)
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false, at: from })
  return (
    <span className="review-compared" dir="ltr">
      {pieces.map((piece) =>
        piece.marked ? (
          <mark key={piece.at}>
            <Given text={piece.text} proven reveal />
          </mark>
        ) : (
          <Given key={piece.at} text={piece.text} proven reveal />
        ),
      )}
    </span>
  )
}
