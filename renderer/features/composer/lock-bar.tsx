import type { ReactNode } from 'react'
import type { Problem } from '#shared/contract/result.ts'
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
]

function Bar({ tone, children, actions }: { tone: 'warning' | 'danger'; children: ReactNode; actions: ReactNode }) {
  return (
    <div className="lock" data-tone={tone} role="status">
      <Icon name={tone === 'danger' ? 'warning' : 'lock'} />
      <div className="lock-words">{children}</div>
      <div className="lock-actions">{actions}</div>
    </div>
  )
}

/** Why this cannot go out as it is, in one line per reason, with the ways forward. Nothing typed is lost. */
export function LockBar(props: {
  previewReasons: readonly BlockReason[]
  refusal: readonly BlockReason[]
  lockedPick: TemplateView | null
  problem: Problem | null
  arrived: readonly MessageView[]
  hasText: boolean
  onAskToSignIn: () => void
  onMakeNote: () => void
  onShowVariable: (() => void) | null
  onSendAnyway: () => void
  onRetry: (() => void) | null
}) {
  if (props.problem) {
    return (
      <Bar tone="danger" actions={props.onRetry && <Button onPress={props.onRetry}>Try again</Button>}>
        <strong>Not sent.</strong> {props.problem.message} Your text is kept.
      </Bar>
    )
  }
  const unseen = props.refusal.find((reason) => reason.code === 'unseen-message')
  if (unseen) {
    return (
      <Bar
        tone="warning"
        actions={
          <Button variant="primary" onPress={props.onSendAnyway}>
            I’ve read it, send
          </Button>
        }
      >
        <strong>Something arrived while you were writing.</strong>
        {props.arrived.length === 0 && <p>{unseen.message}</p>}
        {props.arrived.slice(-3).map((message) => (
          <blockquote key={message.id} className="lock-arrived" dir="auto">
            <MessageText text={message.text} linked={false} />
            <span className="lock-arrived-standing"> · {trustLook(message.verdict?.status ?? 'unchecked').words}</span>
          </blockquote>
        ))}
      </Bar>
    )
  }

  const known = new Set(props.refusal.map((reason) => reason.code))
  const reasons = [...props.refusal, ...props.previewReasons.filter((reason) => !known.has(reason.code))]
  const lock = props.lockedPick?.lock ?? null
  if (reasons.length === 0 && lock === null) return null

  const canSignIn = [...reasons, ...(lock ? [lock] : [])].some((reason) => mendedBySigningIn.includes(reason.code))
  return (
    <Bar
      tone="warning"
      actions={
        <>
          {props.onShowVariable && <Button onPress={props.onShowVariable}>Show me</Button>}
          {props.hasText && reasons.length > 0 && <Button onPress={props.onMakeNote}>Make it an internal note</Button>}
          {canSignIn && <Button onPress={props.onAskToSignIn}>Ask to sign in</Button>}
        </>
      }
    >
      {lock && props.lockedPick && (
        <p>
          <strong>{props.lockedPick.title}</strong> is locked. {lock.message}
        </p>
      )}
      {reasons.map((reason) => (
        <p key={reason.code}>{reason.message}</p>
      ))}
    </Bar>
  )
}
