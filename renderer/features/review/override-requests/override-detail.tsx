import { useState } from 'react'
import type { GrantRequestRow } from '#shared/domain/grant.ts'
import { useAction, useRequest } from '../../../host/host.ts'
import { StandingWords, TrustIcon } from '../../../trust/badge.tsx'
import { Given } from '../../../trust/given.tsx'
import { messageLine } from '../../../trust/message-pieces.ts'
import { MessageText } from '../../../trust/message-text.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Time } from '../../../ui/time.tsx'
import { refusedBecause, requestStateWords } from './request-words.ts'

const sensitivityTone = { public: 'neutral', personal: 'warning', restricted: 'danger' } as const

/** One request: exactly what would go out, to whom, why it was refused, and the decision. */
export function OverrideDetail({
  request,
  onOpenConversation,
}: {
  request: GrantRequestRow
  onOpenConversation: () => void
}) {
  return (
    <section className="review-detail" aria-label="The request being looked at">
      <header className="review-detail-head">
        <div>
          <h2>{request.operator.name} asks to send this</h2>
          <p className="review-soft">
            <Chip tone={request.state === 'waiting' ? 'warning' : 'neutral'}>{requestStateWords[request.state]}</Chip>
            <span>
              asked <Time at={request.requestedAt} />
            </span>
          </p>
        </div>
        <div className="review-detail-actions">
          <Button icon="enter" onPress={onOpenConversation}>
            Open the conversation
          </Button>
        </div>
      </header>
      <figure className="review-message">
        <figcaption className="review-caption">Exactly this text, once, to this visitor</figcaption>
        <blockquote>
          <p
            dir="auto"
            className="review-bubble override-text"
            tabIndex={0}
            role="region"
            aria-label="Text that would be sent"
          >
            <MessageText text={request.text} linked={false} whole />
          </p>
        </blockquote>
      </figure>
      <dl className="review-facts">
        <div>
          <dt>Visitor</dt>
          <dd>
            <Given text={request.conversationTitle} reveal /> · {request.channel.name}
          </dd>
        </div>
        <div>
          <dt>Standing now</dt>
          <dd className="override-standing">
            <TrustIcon status={request.standing.status} />
            <StandingWords standing={request.standing} />
          </dd>
        </div>
        <div>
          <dt>Refused because</dt>
          <dd>
            {request.reasons.map((reason) => (
              <p key={reason}>{refusedBecause[reason]}</p>
            ))}
          </dd>
        </div>
        <div>
          <dt>Draws on</dt>
          <dd className="override-templates">
            {request.templates.length === 0
              ? 'no template'
              : request.templates.map(({ id, title, version, sensitivity }) => (
                  <span key={id}>
                    {title}, version {version} <Chip tone={sensitivityTone[sensitivity]}>{sensitivity}</Chip>
                  </span>
                ))}
          </dd>
        </div>
        <div>
          <dt>Open flags</dt>
          <dd>{request.seriousFlags === 0 ? 'none that is serious' : `${request.seriousFlags} serious`}</dd>
        </div>
        <div>
          <dt>The agent says</dt>
          <dd dir="auto">
            {request.note === '' ? <span className="review-soft">nothing</span> : messageLine(request.note)}
          </dd>
        </div>
        {request.decidedAt !== null && (
          <div>
            <dt>{request.state === 'declined' ? 'Declined' : 'Approved'}</dt>
            <dd>
              <Time at={request.decidedAt} /> by {request.decidedBy}: {request.decision}
              {request.state === 'granted' && request.expiresAt !== null && (
                <>
                  {' '}
                  (until <Time at={request.expiresAt} as="clock" />)
                </>
              )}
            </dd>
          </div>
        )}
      </dl>
      {request.state === 'waiting' && <Decision request={request} />}
    </section>
  )
}

function Decision({ request }: { request: GrantRequestRow }) {
  const session = useRequest('session.get', {})
  const approve = useAction('grants.approve')
  const decline = useAction('grants.decline')
  const [words, setWords] = useState('')
  const own = session.data?.operator?.id === request.operator.id
  const canApprove = session.data?.canApprove !== false && !own
  const busy = approve.running || decline.running
  const empty = words.trim() === ''
  const problem = approve.problem ?? decline.problem

  async function decide(what: 'approve' | 'decline') {
    if (empty || busy) return
    approve.reset()
    decline.reset()
    if (what === 'approve') await approve.run({ requestId: request.id, text: request.text, reason: words })
    else await decline.run({ requestId: request.id, note: words })
  }

  return (
    <div className="override-form">
      {own && (
        <Notice severity="info" title="This is your own request">
          Another supervisor decides on it.
        </Notice>
      )}
      {!own && session.data?.canApprove === false && (
        <Notice severity="warning" title="You cannot approve on this machine">
          Your signing key cannot be used. Settings, Sign-in, says what to do.
        </Notice>
      )}
      <TextField
        label="Your reason"
        description="Needed for either decision. The agent sees it, and it stands in the record."
        rows={3}
        maxLength={500}
        value={words}
        onChange={setWords}
      />
      {problem && (
        <Notice severity="error" title="Nothing was decided">
          {problem.message}
        </Notice>
      )}
      <div className="override-foot">
        <p className="review-soft">Approving signs this text with your key, for {request.operator.name} alone.</p>
        <Button onPress={() => void decide('decline')} busy={decline.running} isDisabled={empty || own}>
          Decline
        </Button>
        <Button
          variant="primary"
          icon="check"
          onPress={() => void decide('approve')}
          busy={approve.running}
          isDisabled={empty || !canApprove}
        >
          Approve for 15 minutes
        </Button>
      </div>
    </div>
  )
}
