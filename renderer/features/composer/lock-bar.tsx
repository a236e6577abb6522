import type { ReactNode } from 'react'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { BlockReason, BlockReasonCode } from '#shared/domain/reply.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ArrivedMessages } from './arrived-messages.tsx'
import './lock-bar.css'
import type { Obstacle } from './obstacle.ts'

/** Reasons that a fresh proof of the visitor would remove. */
const mendedBySigningIn: readonly BlockReasonCode[] = [
  'not-verified',
  'proof-rejected',
  'proof-too-old',
  'proof-expired',
  'secret-in-text',
]
/** Reasons that a supervisor may waive for one reply. */
const mendedBySupervisor: readonly BlockReasonCode[] = [...mendedBySigningIn, 'serious-flag-open', 'identity-blocked']

/** What the buttons of the bar do, apart from the ways forward. */
export interface Acts {
  retry: () => void
  sendAnyway: () => void
  /** Everything that came in has been read. */
  sendAfterReading: () => void
  edit: () => void
  discard: () => void
  putBack: () => void
  discardHeld: () => void
}

export interface WaysForward {
  onAskToSignIn: () => void
  /** Null where there is nothing to make safe. */
  onSafeVersion: (() => void) | null
  onAskSupervisor: (() => void) | null
  onMakeNote: (() => void) | null
  /** Puts the caret on what is not filled in, or selects what was found. */
  onShowPlace: (() => void) | null
}

function Bar({
  tone,
  children,
  actions,
}: {
  tone: 'warning' | 'danger' | 'neutral'
  children: ReactNode
  actions: ReactNode
}) {
  return (
    <div className="lock" data-tone={tone} role="status">
      <Icon name={tone === 'danger' ? 'warning' : tone === 'neutral' ? 'info' : 'lock'} />
      <div className="lock-words">{children}</div>
      <div className="lock-actions">{actions}</div>
    </div>
  )
}

/** Why this cannot go out as it is, in one line per reason, with the ways forward. Nothing typed is lost. */
export function LockBar({ obstacle, acts, ways }: { obstacle: Obstacle | null; acts: Acts; ways: WaysForward }) {
  if (obstacle === null) return null
  switch (obstacle.kind) {
    case 'problem':
      return (
        <Bar tone="danger" actions={obstacle.canRetry && <Button onPress={acts.retry}>Try again</Button>}>
          <strong>Not sent.</strong> {obstacle.problem.message} Your text is kept.
        </Bar>
      )
    case 'arrived':
      return (
        <Bar
          tone="warning"
          actions={
            <>
              {/* The first one that Tab comes to takes nothing away. */}
              <Button onPress={acts.edit}>Edit</Button>
              <Button onPress={acts.discard}>Discard</Button>
              <Button variant="primary" onPress={acts.sendAfterReading}>
                I’ve read it, send
              </Button>
            </>
          }
        >
          <strong>Something arrived while you were writing.</strong>
          {obstacle.messages.length === 0 && <p>{obstacle.reason.message}</p>}
          <ArrivedMessages messages={obstacle.messages} />
        </Bar>
      )
    case 'warned':
      return (
        <Bar
          tone="warning"
          actions={
            <>
              {ways.onShowPlace && <Button onPress={ways.onShowPlace}>Show me</Button>}
              {ways.onSafeVersion && <Button onPress={ways.onSafeVersion}>Send a safe version</Button>}
              {obstacle.attempted && (
                <Button variant="danger" onPress={acts.sendAnyway} autoFocus>
                  Send anyway
                </Button>
              )}
            </>
          }
        >
          <strong>Look again.</strong>
          {obstacle.warnings.map((warning) => (
            <p key={warning.code}>{warning.message}</p>
          ))}
        </Bar>
      )
    case 'blocked':
      return (
        <Bar tone="warning" actions={<Ways reasons={obstacle.reasons} ways={ways} />}>
          {obstacle.lifted.length > 0 && (
            <p>
              This text is that of <strong>{obstacle.lifted.join(', ')}</strong>.
            </p>
          )}
          {obstacle.reasons.map((reason) => (
            <p key={reason.code}>{reason.message}</p>
          ))}
        </Bar>
      )
    case 'locked-template':
      return (
        <Bar tone="warning" actions={<Ways reasons={[obstacle.lock]} ways={ways} />}>
          <p>
            <strong>{obstacle.pick.template.title}</strong> is locked. {obstacle.lock.message}
          </p>
        </Bar>
      )
    case 'held':
      return (
        <Bar
          tone="warning"
          actions={
            <>
              <Button onPress={acts.discardHeld}>Discard it</Button>
              {mendedBySigningIn.includes(obstacle.reason.code) && (
                <Button onPress={ways.onAskToSignIn}>Ask to sign in</Button>
              )}
            </>
          }
        >
          <strong>A draft is kept for later.</strong>
          <p>It draws on a locked template, and comes back when that opens. {obstacle.reason.message}</p>
        </Bar>
      )
    case 'safe-version':
      return (
        <Bar tone="neutral" actions={<Button onPress={acts.putBack}>Put my text back</Button>}>
          <strong>This is the safe version.</strong> Read it, change it if you like, then send it.
        </Bar>
      )
    case 'discarded':
      return (
        <Bar tone="neutral" actions={<Button onPress={acts.putBack}>Put my text back</Button>}>
          <strong>Your text was discarded.</strong> It can be put back until you send another one.
        </Bar>
      )
    case 'no-safe-version':
      return (
        <Bar tone="warning" actions={<Ways reasons={[]} ways={{ ...ways, onSafeVersion: null }} />}>
          Nothing that could be sent is left of this text. Ask the visitor to sign in, or ask a supervisor.
        </Bar>
      )
    default:
      return assertNever(obstacle)
  }
}

function Ways({ reasons, ways }: { reasons: readonly BlockReason[]; ways: WaysForward }) {
  const has = (codes: readonly BlockReasonCode[]) =>
    reasons.length === 0 || reasons.some(({ code }) => codes.includes(code))
  return (
    <>
      {has(mendedBySigningIn) && <Button onPress={ways.onAskToSignIn}>Ask to sign in</Button>}
      {ways.onSafeVersion && has(mendedBySupervisor) && (
        <Button onPress={ways.onSafeVersion}>Send a safe version</Button>
      )}
      {ways.onAskSupervisor && has(mendedBySupervisor) && (
        <Button onPress={ways.onAskSupervisor}>Ask a supervisor</Button>
      )}
      {ways.onShowPlace && (
        <Button variant="quiet" onPress={ways.onShowPlace}>
          Show me
        </Button>
      )}
      {ways.onMakeNote && (
        <Button variant="quiet" onPress={ways.onMakeNote}>
          Make it an internal note
        </Button>
      )}
    </>
  )
}
