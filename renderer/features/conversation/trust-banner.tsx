import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { ConversationRow, ConversationView } from '#shared/domain/conversation.ts'
import { assuredBy } from '#shared/domain/sentences.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { Given } from '../../trust/given.tsx'
import { NamedAs } from '../../trust/named-as.tsx'
import type { TrustStatus } from '../../trust/standing-words.ts'
import {
  elsewhereMeaning,
  fieldWord,
  sentenceAfter,
  shortReason,
  trustLook,
  whatFollows,
} from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Time } from '../../ui/time.tsx'
import './trust-banner.css'

/** The name that list and header show, and beside it the field that was checked where that is another one. */
function Person({ row: { title, titleProvenance, standing } }: { row: ConversationRow }) {
  if (standing.value === null) return null
  if (titleProvenance === 'none' || title === standing.value) {
    return <NamedAs field={standing.field} value={standing.value} />
  }
  return (
    <>
      <Given text={title} proven={titleProvenance !== 'claimed'} />,{' '}
      <NamedAs field={standing.field} value={standing.value} />
    </>
  )
}

/** What is proven, or claimed: the second half of the banner's first line. */
function claim({ row }: Pick<ConversationView, 'row'>): ReactNode {
  const { standing } = row
  const value = standing.value === null ? null : <Person row={row} />
  switch (standing.status) {
    case 'verified':
      return (
        <>
          {fieldWord(standing.field ?? 'identity')} {assuredBy(row.assurance)} of {row.channel.site}
          {standing.validUntil !== null && (
            <>
              , valid until <Time at={standing.validUntil} as="clock" />
            </>
          )}
        </>
      )
    case 'claimed':
      return value && <>claims to be {value}</>
    case 'failed':
      return value ? <>this may not be {value}</> : shortReason(standing.reason)
    case 'expired':
      return standing.validUntil === null ? value : <Time at={standing.validUntil} />
    case 'unchecked':
      return shortReason(standing.reason)
    case 'anonymous':
    case 'none':
      return null
    default:
      return null
  }
}

/** Where a fresh proof from the page would help. Without a key for the channel it would not. */
const mendedBySigningIn: readonly TrustStatus[] = ['claimed', 'failed', 'expired', 'anonymous']

/** By which channel and key, and when. */
function Source({ view }: { view: Pick<ConversationView, 'row' | 'identity'> }) {
  const { verdict } = view.identity
  const { standing, channel } = view.row
  if (verdict === null) return null
  return (
    <span className="banner-source-words">
      <Time at={standing.status === 'verified' && standing.provenAt !== null ? standing.provenAt : verdict.checkedAt} />
      {' · '}
      {vendorOf(verdict.scheme).title}
      {verdict.keyTail && (
        <>
          {' · key '}
          <code>…{verdict.keyTail}</code>
        </>
      )}
      {verdict.borrowed && (
        <>
          {' · login borrowed from '}
          <Given text={verdict.borrowed.from} proven />
        </>
      )}
      {' · '}
      {channel.name}
    </span>
  )
}

/** Full width under the header: what is proven and what is not, what follows, and the way forward. */
export function TrustBanner(props: {
  view: Pick<ConversationView, 'row' | 'identity'>
  /** Null where nothing can be done, only read. */
  onAskToSignIn: (() => void) | null
  onReport: (() => void) | null
  onWhy: (() => void) | null
}) {
  const { standing, state, elsewhere } = props.view.row
  if (standing.status === 'none') return null
  const look = trustLook(standing.status)
  const said = claim(props.view)
  const verdict = props.view.identity.verdict
  return (
    <section
      className="banner"
      data-tone={elsewhere === null ? look.tone : 'warning'}
      aria-label="Standing of this visitor"
    >
      <Icon name={look.icon} size={20} />
      <div className="banner-words">
        <p className="banner-title">
          <strong>{look.words}</strong>
          {elsewhere !== null && (
            <span className="trust-elsewhere">
              {' · '}
              <Icon name="warning" size={14} /> seen elsewhere
            </span>
          )}
          {said && <> · {said}</>}
        </p>
        <p className="banner-text">
          {standing.status === 'failed' && verdict && <>{sentenceAfter(look.words, verdict.sentence)} </>}
          {elsewhere !== null ? (
            elsewhereMeaning(elsewhere)
          ) : standing.status === 'verified' && standing.value !== null ? (
            <>
              Account details of <Person row={props.view.row} /> may be shared.
            </>
          ) : (
            whatFollows(standing.status)
          )}
        </p>
        <p className="banner-source">
          <Source view={props.view} />
          {props.onWhy && (
            <AriaButton className="banner-why" onPress={props.onWhy}>
              Why?
            </AriaButton>
          )}
          {props.onReport && (
            <AriaButton className="banner-why" onPress={props.onReport}>
              Report
            </AriaButton>
          )}
        </p>
      </div>
      {props.onAskToSignIn && mendedBySigningIn.includes(standing.status) && state === 'open' && (
        <Button variant="primary" onPress={props.onAskToSignIn} className="banner-ask">
          Ask to sign in
        </Button>
      )}
    </section>
  )
}
