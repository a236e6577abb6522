import type { Standing, VerdictSummary } from '#shared/domain/conversation.ts'
import { assuredBy } from '#shared/domain/sentences.ts'
import type { Assurance, ProofSightings, Provenance } from '#shared/domain/verdict.ts'
import { Icon } from '../ui/icon.tsx'
import { Time } from '../ui/time.tsx'
import './badge.css'
import { Given } from './given.tsx'
import { NamedAs } from './named-as.tsx'
import type { TrustStatus } from './standing-words.ts'
import {
  assuranceWord,
  elsewhereMeaning,
  fieldWord,
  provenanceWords,
  shortReason,
  standingDetail,
  trustLook,
} from './standing-words.ts'

/** The shield or ⚠️ before a name. Named for screen readers: it is the most important thing in its row. */
export function TrustIcon({ status, size = 16 }: { status: TrustStatus; size?: number }) {
  const look = trustLook(status)
  return (
    <span className="trust-icon" data-tone={look.tone}>
      <Icon name={look.icon} size={size} label={look.words} />
    </span>
  )
}

/** The mark beside a verified standing whose proof is also used elsewhere. */
function ElsewhereMark({ elsewhere }: { elsewhere: ProofSightings['elsewhere'] }) {
  if (elsewhere === null) return null
  return (
    <span className="trust-elsewhere" title={elsewhereMeaning(elsewhere)}>
      {' · '}
      <Icon name="warning" size={12} /> seen elsewhere
    </span>
  )
}

/** The status in words with its detail: `Verified · lasting hash`. */
export function StandingWords({
  standing,
  assurance = null,
  elsewhere = null,
}: {
  standing: Standing
  assurance?: Assurance | null
  elsewhere?: ProofSightings['elsewhere']
}) {
  const look = trustLook(standing.status)
  // There is room for one: where the proof is used elsewhere too, that says more than what kind it is.
  const detail = elsewhere === null ? standingDetail(standing, assurance) : null
  return (
    <span className="trust-words" data-tone={look.tone}>
      <strong>{look.words}</strong>
      <ElsewhereMark elsewhere={elsewhere} />
      {detail && <span> · {detail}</span>}
      {standing.status === 'expired' && standing.validUntil !== null && (
        <span>
          {' · '}
          <Time at={standing.validUntil} />
        </span>
      )}
    </span>
  )
}

function messageDetail(verdict: VerdictSummary) {
  switch (verdict.status) {
    case 'verified': {
      const field = verdict.field === null ? 'identity' : fieldWord(verdict.field)
      if (!verdict.borrowed) {
        const words = `${field} ${assuredBy(verdict.assurance)}`
        if (verdict.validUntil === null) return words
        return (
          <>
            {words}, valid until <Time at={verdict.validUntil} as="clock" />
          </>
        )
      }
      return (
        <>
          {field}, login borrowed from <Given text={verdict.borrowed.from} proven />
        </>
      )
    }
    case 'claimed':
      return verdict.value === null ? (
        shortReason(verdict.reason)
      ) : (
        <>
          claims to be <NamedAs field={verdict.field} value={verdict.value} />
        </>
      )
    case 'failed':
    case 'expired':
    case 'unchecked':
      return shortReason(verdict.reason)
    case 'anonymous':
      return null
    default:
      return null
  }
}

/** The line below a visitor's message. Without a verdict it says that nothing could be checked. */
export function MessageBadge({ verdict, at }: { verdict: VerdictSummary | null; at: number }) {
  const look = trustLook(verdict?.status ?? 'unchecked')
  const detail = verdict === null ? 'no result was stored' : messageDetail(verdict)
  return (
    <span className="trust-badge" data-tone={look.tone} title={verdict?.sentence}>
      <Icon name={look.messageIcon} size={14} />
      <span className="trust-badge-words">
        <strong>{look.words}</strong>
        <ElsewhereMark elsewhere={verdict?.status === 'verified' ? verdict.elsewhere : null} />
        {detail && <span> · {detail}</span>}
        <span>
          {' · '}
          <Time at={at} as="clock" />
        </span>
      </span>
    </span>
  )
}

/**
 * Where the value of a field comes from, and what a proven one is worth. `rejected` marks a claim whose proof was
 * rejected.
 */
export function ProvenanceMark(props: { provenance: Provenance; rejected?: boolean; assurance?: Assurance | null }) {
  const { provenance, rejected = false } = props
  const look = provenanceWords[provenance]
  const bad = rejected && provenance === 'claimed'
  const worth = provenance === 'proven' ? assuranceWord(props.assurance ?? null) : null
  return (
    <span className="trust-badge" data-tone={bad ? 'danger' : look.tone}>
      <Icon name={bad ? 'shieldCross' : look.icon} size={12} />
      <span>{bad ? 'claimed, proof rejected' : worth === null ? look.words : `${look.words} by ${worth}`}</span>
    </span>
  )
}
