import { assertNever } from '#shared/domain/assert-never.ts'
import type { Standing } from '#shared/domain/conversation.ts'
import type { BlockReason, BlockReasonCode, GateDecision, GrantStanding, ScanKind } from '#shared/domain/reply.ts'
import { grantStandings, scanKinds } from '#shared/domain/reply.ts'

/** What the gate decides on. Everything is read fresh from the database in the transaction that sends. */
export interface GateQuestion {
  mode: 'reply' | 'note'
  standing: Standing
  /** Sensitivity of each template the text draws on, as it stands in the database; null for one that is not there. */
  sensitivities: readonly (string | null)[]
  /** Serious flags of the conversation that nobody acknowledged yet. */
  seriousFlags: number
  /** True where a supervisor blocked whoever the conversation is with. */
  identityBlocked: boolean
  /** From the channel: a proof older than this opens nothing restricted (minutes). */
  freshnessMinutes: number
  /** Milliseconds since 1970. */
  now: number
  /** What arrived beyond the last message the agent has seen: the visitor’s, and colleagues’ replies. */
  unseenMessages: number
  /** Names of template variables that stand unfilled in the text. */
  unresolved: readonly string[]
  conversationState: 'open' | 'closed'
  /** What the scan found in the text. */
  findings: readonly ScanKind[]
  /** True where the agent was shown what the scan found and sends it all the same. */
  warningsRead: boolean
  /** What a supervisor's grant says about exactly this reply. */
  grant: GrantStanding
}

/** The part of it that does not depend on the text. */
type StandingQuestion = Pick<GateQuestion, 'standing' | 'seriousFlags' | 'identityBlocked' | 'freshnessMinutes' | 'now'>

const minute = 60_000

/**
 * Allows or blocks one reply. The only place where that is decided: the window may show a preview of the answer,
 * and never takes the decision. Whatever is unknown, unreadable or throws ends in `block`.
 */
export function decide(question: GateQuestion): GateDecision {
  try {
    const { reasons, warnings } = considered(question)
    if (reasons.length > 0) return { outcome: 'block', reasons }
    return warnings.length === 0 ? { outcome: 'allow' } : { outcome: 'warn', warnings }
  } catch {
    return { outcome: 'block', reasons: [gateError] }
  }
}

/** Why a template of this sensitivity is locked under this standing, or null where it is open. Fails closed. */
export function lockOf(sensitivity: string, question: StandingQuestion): BlockReason | null {
  try {
    return sensitivityReasons([sensitivity], question)[0] ?? null
  } catch {
    return gateError
  }
}

interface Considered {
  reasons: BlockReason[]
  warnings: BlockReason[]
}

function considered(question: GateQuestion): Considered {
  switch (question.mode) {
    case 'note':
      // A note never leaves the console, so nothing can be given away by it.
      return { reasons: [], warnings: [] }
    case 'reply':
      break
    default:
      return assertNever(question.mode)
  }
  const reasons: BlockReason[] = []
  switch (question.conversationState) {
    case 'open':
      break
    case 'closed':
      reasons.push(reason('conversation-closed', 'This conversation is closed. Reopen it to reply.'))
      break
    default:
      return assertNever(question.conversationState)
  }
  if (!(question.unseenMessages === 0)) {
    reasons.push(reason('unseen-message', 'Something arrived while you were writing. Read it, then send again.'))
  }
  if (question.sensitivities.includes(null)) {
    reasons.push(reason('unknown-template', 'A template of this reply no longer exists. Choose another one.'))
  }
  const known = question.sensitivities.filter((each) => each !== null)
  const waivable = sensitivityReasons(known, question)
  const scanned = scanReasons(question)
  // A mistake is never a permission: what could not be checked stays blocked, grant or not.
  if (!opensBy(question.grant)) reasons.push(...waivable, ...scanned.reasons)
  else reasons.push(...[...waivable, ...scanned.reasons].filter(({ code }) => code === 'gate-error'))
  if (!Array.isArray(question.unresolved) || question.unresolved.length > 0) {
    const names = question.unresolved.map((name) => `{{${name}}}`).join(', ')
    reasons.push(reason('unresolved-variable', `Fill in ${names} before sending.`))
  }
  return { reasons, warnings: opensBy(question.grant) || question.warningsRead ? [] : scanned.warnings }
}

/** @throws on a standing that is none of ours: nothing unknown opens anything. */
function opensBy(grant: GrantStanding): boolean {
  if (!grantStandings.includes(grant)) throw new Error('an unknown standing of a grant')
  return grant === 'valid'
}

/** What the scan found is refused to whoever is not authenticated now, and shown once more before it goes to the others. */
function scanReasons({ findings, standing, now }: GateQuestion): Considered {
  if (findings.length === 0) return { reasons: [], warnings: [] }
  if (!findings.every((kind) => scanKinds.includes(kind)) || !Number.isFinite(now)) {
    return { reasons: [gateError], warnings: [] }
  }
  const what = listed([...new Set(findings)].map((kind) => scanWords[kind]))
  if (standingReason(standing, now) === null) {
    return {
      reasons: [],
      warnings: [reason('secret-in-text', `This text holds ${what}. Send it only if it belongs here.`)],
    }
  }
  return {
    reasons: [reason('secret-in-text', `This text holds ${what}, and this visitor is not authenticated.`)],
    warnings: [],
  }
}

const scanWords: Readonly<Record<ScanKind, string>> = {
  'card-number': 'a card number',
  iban: 'a bank account number',
  'phone-number': 'a phone number that is not proven to be theirs',
  'e-mail': 'an e-mail address that is not proven to be theirs',
  'key-or-token': 'a key or token',
  'one-time-code': 'a one-time code',
  'link-with-credentials': 'a link that lets its holder in',
  password: 'a password',
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function sensitivityReasons(sensitivities: readonly string[], question: StandingQuestion): BlockReason[] {
  let needsProof = false
  let needsFreshProof = false
  for (const sensitivity of sensitivities) {
    if (sensitivity === 'public') continue
    needsProof = true
    if (sensitivity === 'personal') continue
    needsFreshProof = true
    if (sensitivity !== 'restricted') return [gateError]
  }
  if (!needsProof) return []
  const { standing, now } = question
  if (!Number.isFinite(now)) return [gateError]
  const refusal = standingReason(standing, now)
  if (refusal !== null) return [refusal]
  // What is not known to be false counts.
  if (!Object.is(question.identityBlocked, false)) {
    return [reason('identity-blocked', 'A supervisor blocked this identity. Don’t share account details.')]
  }
  if (!needsFreshProof) return []

  const reasons: BlockReason[] = []
  const { provenAt } = standing
  const { freshnessMinutes } = question
  if (provenAt === null || !Number.isFinite(provenAt) || !(freshnessMinutes > 0)) return [gateError]
  // A proof from the future means that a clock is wrong, and then its age is unknown.
  if (now - provenAt > freshnessMinutes * minute || provenAt - now > minute) {
    reasons.push(
      reason(
        'proof-too-old',
        `The last proof is older than ${freshnessMinutes} minutes. Ask the visitor to sign in again.`,
      ),
    )
  }
  if (!(question.seriousFlags === 0)) {
    reasons.push(reason('serious-flag-open', 'A supervisor must look at a serious flag of this conversation first.'))
  }
  return reasons
}

/** Why this standing opens nothing sensitive, or null where the visitor is verified right now. */
function standingReason(standing: Standing, now: number): BlockReason | null {
  switch (standing.status) {
    case 'verified':
      if (standing.provenAt === null) return gateError
      if (standing.validUntil !== null && !(now < standing.validUntil)) return expired
      return null
    case 'failed':
      return reason('proof-rejected', 'This visitor’s proof was rejected. Don’t share account details.')
    case 'expired':
      return expired
    case 'claimed':
    case 'unchecked':
    case 'anonymous':
    case 'none':
      return reason(
        'not-verified',
        'This visitor is not authenticated. Ask them to sign in, or send a public template.',
      )
    default:
      return assertNever(standing.status)
  }
}

const expired = reason('proof-expired', 'This visitor’s proof has run out. Ask them to sign in again.')
/** What nobody could check does not go out. */
export const gateError = reason('gate-error', 'This could not be checked, so it was not sent.')

function reason(code: BlockReasonCode, message: string): BlockReason {
  return { code, message }
}
