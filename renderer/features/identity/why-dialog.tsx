import type { Explanation } from '#shared/contract/requests.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { assuranceMeaning } from '#shared/domain/sentences.ts'
import type { Provenance } from '#shared/domain/verdict.ts'
import { useOperator } from '../../app/workspace.ts'
import { useRequest } from '../../host/host.ts'
import { ProvenanceMark, TrustIcon } from '../../trust/badge.tsx'
import { Given } from '../../trust/given.tsx'
import { elsewhereMeaning, fieldTitle, trustLook, whatFollows } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/spinner.tsx'
import { exactTime } from '../../ui/time.tsx'
import { CheckSteps, DeveloperHints } from './check-steps.tsx'
import './why-dialog.css'

function Answer({ explanation }: { explanation: Explanation }) {
  const { verdict } = explanation
  const look = trustLook(verdict.status)
  const isSupervisor = useOperator()?.role === 'supervisor'
  return (
    <div className="why">
      <div className="why-head" data-tone={verdict.elsewhere === null ? look.tone : 'warning'}>
        <TrustIcon status={verdict.status} size={20} />
        <div>
          <p className="why-headline">{explanation.headline}</p>
          {explanation.headline !== verdict.sentence && <p>{verdict.sentence}</p>}
          <p>{verdict.elsewhere === null ? whatFollows(verdict.status) : elsewhereMeaning(verdict.elsewhere)}</p>
          {verdict.status === 'verified' && <p>{assuranceMeaning(verdict.assurance)}</p>}
        </div>
      </div>
      <h3>How it was checked</h3>
      <CheckSteps steps={explanation.steps} />
      {isSupervisor ? (
        <DeveloperHints hints={explanation.hints} />
      ) : (
        explanation.hints.length > 0 && (
          <p className="why-aside">A supervisor can see what may be wrong on the site’s side.</p>
        )
      )}
      {explanation.fields.length > 0 && (
        <>
          <h3>What the page said</h3>
          <dl className="why-fields">
            {explanation.fields.map((field) => (
              <div key={field.name}>
                <dt>{fieldTitle(field.name)}</dt>
                <dd>
                  <Given text={field.value} proven={asProvenance(field.provenance) !== 'claimed'} reveal />
                  <ProvenanceMark
                    provenance={asProvenance(field.provenance)}
                    rejected={verdict.status === 'failed'}
                    assurance={verdict.assurance}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className="why-aside">
        Checked {exactTime(verdict.checkedAt)}
        {verdict.keyTail && (
          <>
            {' with key '}
            <code>…{verdict.keyTail}</code>
          </>
        )}
        . The result is kept with the message and does not change later.
      </p>
    </div>
  )
}

/** Only the two words that mean more than a claim are believed. */
function asProvenance(word: string): Provenance {
  return word === 'proven' || word === 'agent' ? word : 'claimed'
}

/** Explains the check of one message, step by step. */
export function WhyDialog({ messageId, onClose }: { messageId: MessageId | null; onClose: () => void }) {
  return (
    <Dialog
      isOpen={messageId !== null}
      onClose={onClose}
      title="Why does it say so?"
      footer={
        <Button variant="primary" onPress={onClose}>
          Done
        </Button>
      }
    >
      {messageId !== null && <Loaded messageId={messageId} />}
    </Dialog>
  )
}

function Loaded({ messageId }: { messageId: MessageId }) {
  const answer = useRequest('message.why', { messageId })
  if (answer.data) return <Answer explanation={answer.data} />
  if (answer.problem) {
    return (
      <Notice
        severity="error"
        title="The explanation could not be read"
        action={<Button onPress={answer.retry}>Try again</Button>}
      >
        {answer.problem.message}
      </Notice>
    )
  }
  return <Skeleton lines={6} />
}
