import type { ConversationFlag, Decision, FlagDecision, FlagState } from '#shared/domain/review.ts'

/** What can be decided, with the key that begins it and what follows from it. */
export const decisionChoices: readonly { id: Decision; label: string; key: string; description: string }[] = [
  { id: 'genuine', label: 'Genuine', key: '1', description: 'This is the customer. The flag stops counting.' },
  {
    id: 'impersonation',
    label: 'Impersonation',
    key: '2',
    description: 'Somebody else. Restricted content stays blocked in this conversation.',
  },
  {
    id: 'set-up-fault',
    label: 'Set-up fault',
    key: '3',
    description: 'The site or its key is set up wrongly. The flag stops counting.',
  },
]

export const decisionTitle: Record<FlagDecision, string> = {
  genuine: 'Genuine',
  impersonation: 'Impersonation',
  'set-up-fault': 'Set-up fault',
  acknowledged: 'Acknowledged',
}

export const stateTitle: Record<FlagState, string> = {
  open: 'To decide',
  draft: 'Draft',
  decided: 'Decided',
  disputed: 'Disputed',
  settled: 'Settled',
}

/** What a step of a review says, e.g. `Monica Hall decided: Genuine`. */
export function stepWords({ what, by, decision }: NonNullable<ConversationFlag['last']>): string {
  const said = decision === null ? '' : `: ${decisionTitle[decision]}`
  switch (what) {
    case 'drafted':
      return `${by} drafted${said}`
    case 'decided':
      return `${by} decided${said}`
    case 'disputed':
      return `${by} disputes the decision`
    case 'settled':
      return `${by} settled it${said}`
    case 'acknowledged':
      return `${by} acknowledged it`
  }
}

/** What became of a decision: how many it was about, and how many somebody else had decided meanwhile. */
export interface DecisionResult {
  /** Null where nothing of one's own was recorded. */
  decision: Decision | null
  done: number
  passedOver: number
  draft?: boolean
}

/** One or two short sentences for whoever just decided. */
export function resultWords({ decision, done, passedOver, draft }: DecisionResult): string {
  const said = []
  if (decision !== null && done > 0) {
    const title = decisionTitle[decision]
    const what = draft ? `Kept as a draft: ${title}` : title
    said.push(done === 1 ? `${what}.` : `${what}: ${done} flags.`)
  }
  if (passedOver > 0) {
    said.push(
      passedOver === 1
        ? 'Somebody else decided about one meanwhile; theirs stands.'
        : `Somebody else decided about ${passedOver} meanwhile; theirs stand.`,
    )
  }
  return said.join(' ')
}
