import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type {
  ConversationView,
  IdentityFieldView,
  IdentityPanel as IdentityPanelView,
} from '#shared/domain/conversation.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { ProofSightings } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { useOperator } from '../../app/workspace.ts'
import { ProvenanceMark } from '../../trust/badge.tsx'
import { Given, WholeGiven } from '../../trust/given.tsx'
import { elsewhereMeaning, fieldTitle, universeWords } from '../../trust/standing-words.ts'
import { IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { ConversationFlags } from '../review/conversation-flags.tsx'
import { CheckSteps, DeveloperHints } from './check-steps.tsx'
import './identity-panel.css'
import { ProofDecision } from './proof-decision.tsx'

const order = ['email', 'id', 'user_id', 'userId', 'ext_user_id', 'phone', 'name']

/** Fields that can be proven first, then the rest as they came. */
function sortFields(fields: readonly IdentityFieldView[]): IdentityFieldView[] {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return [...fields].sort((one, other) => rank(one.name) - rank(other.name))
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="identity-block">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="identity-row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function hostOf(origin: string | null): string {
  if (origin === null) return 'no page (server)'
  return origin.replace(/^https?:\/\//, '')
}

/** Since when the ledger knows a proof, and how widely it was used: with the newest message, and by place. */
function ProofHistory(props: { sightings: ProofSightings | null; places: IdentityPanelView['proofSeen'] }) {
  const { sightings, places } = props
  const firstAt = Math.min(sightings?.firstSeenAt ?? Number.POSITIVE_INFINITY, ...places.map((one) => one.firstAt))
  if (!Number.isFinite(firstAt)) return null
  const counts = [
    ...(sightings === null ? [] : [`${sightings.sessions} ${sightings.sessions === 1 ? 'session' : 'sessions'}`]),
    ...(places.length === 0 ? [] : [`${places.length} ${places.length === 1 ? 'place' : 'places'}`]),
  ]
  return (
    <span className="identity-aside">
      first seen <Time at={firstAt} />
      {counts.length > 0 && ` · ${counts.join(', ')}`}
    </span>
  )
}

/** Who this is, field by field with where each value comes from; how it was checked; where it was seen. */
export function IdentityPanel(props: {
  view: ConversationView
  onOpen: (id: ConversationId) => void
  onClose: () => void
}) {
  const { identity, row } = props.view
  const { verdict } = identity
  const isSupervisor = useOperator()?.role === 'supervisor'
  const newest = props.view.messages.findLast((message) => message.kind === 'visitor')?.id ?? null
  const rejected = verdict?.status === 'failed'
  const universe = universeWords[identity.universe]
  // The contact is the real customer of that name; whoever writes without a proof may be somebody else.
  const isAnother = row.standing.status !== 'verified' && identity.universe === 'signup'
  return (
    <div className="identity">
      <header className="identity-head">
        <h2>Who is this?</h2>
        {!isAnother && <Chip title={universe.meaning}>{universe.words}</Chip>}
        <IconButton icon="cross" label="Hide this panel" onPress={props.onClose} className="identity-close" />
      </header>

      <dl className="identity-rows">
        {identity.fields.length === 0 && <p className="identity-none">The page has said nothing about this visitor.</p>}
        {sortFields(identity.fields).map((field) => (
          <Row key={field.name} name={fieldTitle(field.name)}>
            <span>
              <Given text={field.value} proven={field.provenance !== 'claimed'} reveal />{' '}
              <WholeGiven text={field.value} title={fieldTitle(field.name)} reveal />
            </span>
            <ProvenanceMark provenance={field.provenance} rejected={rejected} assurance={verdict?.assurance ?? null} />
          </Row>
        ))}
        {identity.contact && (
          <Row name={isAnother ? 'The real one' : 'Known'}>
            <span>
              first seen <Time at={identity.contact.firstSeenAt} />
            </span>
            <span className="identity-aside">
              {identity.contact.lastVerifiedAt === null ? (
                'never verified'
              ) : (
                <>
                  last verified <Time at={identity.contact.lastVerifiedAt} />
                  {isAnother && ', not by this visitor’s last message'}
                </>
              )}
            </span>
          </Row>
        )}
      </dl>

      {verdict && (
        <Block title="How it was checked">
          <p className="identity-aside">
            {vendorOf(verdict.scheme).title} on {row.channel.site}
            {verdict.keyTail && (
              <>
                {' · key '}
                <code>…{verdict.keyTail}</code>
              </>
            )}
            {' · '}
            <Time at={verdict.checkedAt} as="clock" />
          </p>
          <CheckSteps steps={verdict.steps} />
          {verdict.evidence.droppedFields.length > 0 && (
            <p className="identity-aside">Left out: {verdict.evidence.droppedFields.map(fieldTitle).join(', ')}</p>
          )}
          {isSupervisor && <DeveloperHints hints={verdict.hints} />}
        </Block>
      )}

      {isSupervisor && newest !== null && verdict?.evidence.proofFingerprint && (
        <ProofDecision messageId={newest} revokedAt={identity.proofRevokedAt} />
      )}

      <ConversationFlags conversationId={row.id} />

      <Block title="Seen from">
        {row.elsewhere !== null && (
          <Notice severity="warning" title="Seen elsewhere">
            {elsewhereMeaning(row.elsewhere)}
          </Notice>
        )}
        <dl className="identity-rows">
          <Row name="Now">
            <span>{hostOf(identity.origin)}</span>
            {identity.client && <span className="identity-aside">{identity.client}</span>}
          </Row>
          {verdict?.evidence.proofFingerprint && (
            <Row name="This proof">
              <code title="The same proof seen twice has the same fingerprint">
                {verdict.evidence.proofFingerprint.slice(0, 12)}…
              </code>
              <ProofHistory sightings={verdict.evidence.sightings} places={identity.proofSeen} />
            </Row>
          )}
          {identity.proofSeen.map((seen) => {
            const isHere = seen.origin === identity.origin && seen.client === identity.client
            return (
              <Row key={`${seen.origin}|${seen.client}`} name={isHere ? 'Used here' : 'Used from'}>
                <span className={isHere ? undefined : 'identity-elsewhere'}>
                  {isHere ? 'this place' : hostOf(seen.origin)}
                  {!isHere && seen.client && `, ${seen.client}`}
                </span>
                <span className="identity-aside">
                  {seen.messages} {seen.messages === 1 ? 'message' : 'messages'}, last <Time at={seen.lastAt} />
                </span>
              </Row>
            )
          })}
        </dl>
      </Block>

      <Block title="Earlier conversations">
        {identity.earlierHidden ? (
          <p className="identity-none">History hidden: this visitor is not authenticated.</p>
        ) : identity.earlier.length === 0 ? (
          <p className="identity-none">None. This is the first one.</p>
        ) : (
          <ul className="identity-earlier">
            {identity.earlier.map((one) => (
              <li key={one.id}>
                <AriaButton className="identity-link" onPress={() => props.onOpen(one.id)}>
                  <span>
                    <Given text={one.title} />
                  </span>
                  <span className="identity-aside">
                    <Time at={one.at} /> · {one.state}
                  </span>
                </AriaButton>
              </li>
            ))}
          </ul>
        )}
      </Block>
    </div>
  )
}
