import type { MessageId } from '#shared/domain/ids.ts'
import type { FlagCase } from '#shared/domain/review.ts'
import { MessageBadge } from '../../trust/badge.tsx'
import { Given, GivenSentence } from '../../trust/given.tsx'
import { MessageText } from '../../trust/message-text.tsx'
import { fieldTitle } from '../../trust/standing-words.ts'
import type { IconName } from '../../ui/icon.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Time } from '../../ui/time.tsx'
import './evidence.css'

const icons: Record<FlagCase['evidence'][number]['kind'], IconName> = {
  message: 'person',
  reply: 'send',
  note: 'note',
  blocked: 'lock',
  flag: 'flag',
  review: 'check',
  assigned: 'inbox',
  proof: 'shield',
  grant: 'unlock',
}

/** What happened in the conversation, oldest first: each proof and verdict, what was blocked, and who did what. */
export function Evidence({ entries, about }: { entries: FlagCase['evidence']; about: MessageId | null }) {
  return (
    <section className="review-evidence" aria-label="Evidence">
      <h3>Evidence</h3>
      <ol>
        {entries.map((entry, index) => (
          <li
            key={`${entry.at} ${index}`}
            data-kind={entry.kind}
            data-about={(entry.kind === 'message' && about !== null && entry.messageId === about) || undefined}
          >
            <Icon name={icons[entry.kind]} size={14} />
            <div>
              <p className="review-evidence-head">
                <span>
                  <GivenSentence text={entry.sentence} />
                </span>
                <Time at={entry.at} />
              </p>
              {entry.text !== null && (
                <p className="review-evidence-text" dir="auto">
                  <MessageText text={entry.text} />
                </p>
              )}
              {entry.verdict && <MessageBadge verdict={entry.verdict} at={entry.at} />}
              {entry.origin !== null && <p className="review-soft">from {entry.origin}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The customer as their proofs give them, beside what this visitor says of themselves. */
export function KnownBesideClaimed({ known, claims }: Pick<FlagCase, 'known' | 'claims'>) {
  if (known === null && claims.length === 0) return null
  return (
    <div className="review-sides">
      <section aria-label="The known customer">
        <h3>The known customer</h3>
        {known === null ? (
          <p className="review-soft">Nobody was ever proven under this name here.</p>
        ) : (
          <dl className="review-facts">
            {known.fields.map(({ name, value }) => (
              <div key={`${name} ${value}`}>
                <dt>{fieldTitle(name)}</dt>
                <dd>
                  <Given text={value} proven reveal />
                </dd>
              </div>
            ))}
            <div>
              <dt>First seen</dt>
              <dd>
                <Time at={known.firstSeenAt} />
              </dd>
            </div>
            <div>
              <dt>Last verified</dt>
              <dd>{known.lastVerifiedAt === null ? 'never' : <Time at={known.lastVerifiedAt} />}</dd>
            </div>
            <div>
              <dt>Conversations</dt>
              <dd>{known.conversations}</dd>
            </div>
          </dl>
        )}
      </section>
      <section aria-label="This visitor">
        <h3>This visitor</h3>
        {claims.length === 0 ? (
          <p className="review-soft">The page says nothing about this visitor.</p>
        ) : (
          <dl className="review-facts">
            {claims.map(({ name, value, provenance }) => (
              <div key={name}>
                <dt>{fieldTitle(name)}</dt>
                <dd>
                  <Given text={value} proven={provenance === 'proven'} reveal />{' '}
                  <span className="review-soft">{provenance}</span>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </div>
  )
}
