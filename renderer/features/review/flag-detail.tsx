import type { ReactNode } from 'react'
import type { Decision, FlagRow } from '#shared/domain/review.ts'
import { Answered } from '../../host/answered.tsx'
import { useRequest } from '../../host/host.ts'
import { MessageBadge } from '../../trust/badge.tsx'
import { Given, GivenSentence } from '../../trust/given.tsx'
import { MessageText } from '../../trust/message-text.tsx'
import { fieldTitle, sentenceAfter } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import { ClaimedBesideKnown } from './claim-comparison.tsx'
import { decisionChoices, stepWords } from './decision-words.ts'
import { Evidence, KnownBesideClaimed } from './evidence.tsx'
import './flag-detail.css'
import { flagAdvice, flagKindWords, severityWords } from './flag-words.ts'
import { FollowUps } from './follow-ups.tsx'

/** One flag with the message it is about and that message's verdict, and what can be done. */
export function FlagDetail(props: {
  flag: FlagRow
  /** The decision being written, over the flags it is about; null while none is. */
  form: ReactNode
  onOpenConversation: () => void
  onDecide: ((decision: Decision) => void) | null
}) {
  const { flag } = props
  const found = useRequest('flags.read', { flagId: flag.id }, { keepPrevious: false })
  const { verdict } = flag
  return (
    <section className="review-detail" aria-label="The flag being looked at">
      <header className="review-detail-head">
        <div>
          <h2>{flagKindWords(flag.kind)}</h2>
          <p className="review-soft">
            <Chip tone={flag.severity === 'serious' ? 'danger' : 'warning'}>{severityWords[flag.severity]}</Chip>
            <span>
              raised <Time at={flag.raisedAt} />
            </span>
          </p>
        </div>
        <div className="review-detail-actions">
          <Button icon="enter" onPress={props.onOpenConversation}>
            Open the conversation
          </Button>
          {props.onDecide &&
            decisionChoices.map(({ id, label, key }) => (
              <Button key={id} onPress={() => props.onDecide?.(id)} keys={key}>
                {label}
              </Button>
            ))}
        </div>
      </header>
      {props.form}
      {flag.steps.length > 0 && <Steps flag={flag} />}
      <p className="review-said">
        <GivenSentence text={sentenceAfter(flagKindWords(flag.kind), flag.sentence)} />
      </p>
      {flag.comparison !== null && <ClaimedBesideKnown comparison={flag.comparison} />}
      {flag.messageText !== null && (
        <figure className="review-message">
          <figcaption className="review-caption">The message</figcaption>
          <blockquote>
            <p dir="auto" className="review-bubble" tabIndex={0} role="region" aria-label="Text of the message">
              <MessageText text={flag.messageText} />
            </p>
          </blockquote>
          <MessageBadge verdict={verdict} at={verdict?.checkedAt ?? flag.raisedAt} />
        </figure>
      )}
      <dl className="review-facts">
        <div>
          <dt>Conversation</dt>
          <dd>
            <Given text={flag.conversationTitle} reveal />
          </dd>
        </div>
        <div>
          <dt>Channel</dt>
          <dd>{flag.channel.name}</dd>
        </div>
        {verdict !== null && verdict.sentence !== flag.sentence && (
          <div>
            <dt>Result</dt>
            <dd>{verdict.sentence}</dd>
          </div>
        )}
        {verdict?.field != null && verdict.value !== null && (
          <div>
            <dt>{fieldTitle(verdict.field)}</dt>
            <dd>
              <Given text={verdict.value} proven={verdict.status === 'verified'} reveal />
            </dd>
          </div>
        )}
        {verdict?.keyTail != null && (
          <div>
            <dt>Key</dt>
            <dd>
              <code>…{verdict.keyTail}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Agent</dt>
          <dd>{flag.agent ?? <span className="review-nobody">nobody yet</span>}</dd>
        </div>
      </dl>
      <p className="review-advice">{flagAdvice(flag.kind)}</p>
      <Answered request={found}>
        {(known) => (
          <>
            <KnownBesideClaimed known={known.known} claims={known.claims} />
            <FollowUps found={known} />
            <Evidence entries={known.evidence} about={flag.messageId} />
          </>
        )}
      </Answered>
    </section>
  )
}

/** What was said about the flag so far. */
function Steps({ flag }: { flag: FlagRow }) {
  return (
    <ol className="review-steps" aria-label="What was decided">
      {flag.steps.map((step) => (
        <li key={`${step.at} ${step.what}`}>
          <p>
            <strong>{stepWords(step)}</strong>{' '}
            <span className="review-soft">
              <Time at={step.at} />
            </span>
          </p>
          {step.note !== '' && <p dir="auto">{step.note}</p>}
        </li>
      ))}
    </ol>
  )
}
