import type { ReactNode } from 'react'
import type { Problem } from '#shared/contract/result.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { BlockReason, BlockReasonCode, TemplateView } from '#shared/domain/reply.ts'
import { MessageText } from '../../trust/message-text.tsx'
import { trustLook } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import './lock-bar.css'

/** Reasons that a fresh proof of the visitor would remove. */
const mendedBySigningIn: readonly BlockReasonCode[] = [
  'not-verified',
  'proof-rejected',
  'proof-too-old',
  'proof-expired',
  'secret-in-text',
]
/** Reasons that a supervisor may waive for one reply. */
const mendedBySupervisor: readonly BlockReasonCode[] = [...mendedBySigningIn, 'serious-flag-open']

/** What stands between a text and its visitor, one thing at a time. */
export type Obstacle =
  | { kind: 'problem'; problem: Problem; onRetry: (() => void) | null }
  | {
      kind: 'arrived'
      reason: BlockReason
      messages: readonly MessageView[]
      onSend: () => void
      onEdit: () => void
      onDiscard: () => void
    }
  /** `attempted`: the agent pressed Send already, so that sending anyway is one more act and not the first. */
  | { kind: 'warned'; warnings: readonly BlockReason[]; attempted: boolean; onSendAnyway: () => void }
  /** `lifted`: titles of the templates whose wording the text carries without naming them. */
  | { kind: 'blocked'; reasons: readonly BlockReason[]; lifted: readonly string[] }
  | { kind: 'locked-template'; template: TemplateView; lock: BlockReason }
  | { kind: 'held'; reason: BlockReason; onDiscard: () => void }
  | { kind: 'safe-version'; onPutBack: () => void }
  | { kind: 'no-safe-version' }

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
export function LockBar({ obstacle, ways }: { obstacle: Obstacle | null; ways: WaysForward }) {
  if (obstacle === null) return null
  switch (obstacle.kind) {
    case 'problem':
      return (
        <Bar tone="danger" actions={obstacle.onRetry && <Button onPress={obstacle.onRetry}>Try again</Button>}>
          <strong>Not sent.</strong> {obstacle.problem.message} Your text is kept.
        </Bar>
      )
    case 'arrived':
      return (
        <Bar
          tone="warning"
          actions={
            <>
              <Button onPress={obstacle.onDiscard}>Discard</Button>
              <Button onPress={obstacle.onEdit}>Edit</Button>
              <Button variant="primary" onPress={obstacle.onSend}>
                I’ve read it, send
              </Button>
            </>
          }
        >
          <strong>Something arrived while you were writing.</strong>
          {obstacle.messages.length === 0 && <p>{obstacle.reason.message}</p>}
          {obstacle.messages.slice(-3).map((message) => (
            <blockquote key={message.id} className="lock-arrived" dir="auto">
              <bdi>
                <MessageText text={message.text} linked={false} />
              </bdi>
              <span className="lock-arrived-standing">
                {' · '}
                {message.kind === 'visitor'
                  ? trustLook(message.verdict?.status ?? 'unchecked').words
                  : `answered by ${message.operator?.name ?? 'a colleague'}`}
              </span>
            </blockquote>
          ))}
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
                <Button variant="danger" onPress={obstacle.onSendAnyway} autoFocus>
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
            <strong>{obstacle.template.title}</strong> is locked. {obstacle.lock.message}
          </p>
        </Bar>
      )
    case 'held':
      return (
        <Bar
          tone="warning"
          actions={
            <>
              <Button onPress={obstacle.onDiscard}>Discard it</Button>
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
        <Bar tone="neutral" actions={<Button onPress={obstacle.onPutBack}>Put my text back</Button>}>
          <strong>This is the safe version.</strong> Read it, change it if you like, then send it.
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
