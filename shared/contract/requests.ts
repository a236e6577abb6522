import type { z } from 'zod'
import type { ConversationId } from '../domain/ids.ts'
import type { ChangeTopic, RequestName } from './names.ts'
import type { AuditOutputs } from './requests/audit.ts'
import { auditInputs } from './requests/audit.ts'
import type { ChannelsOutputs } from './requests/channels.ts'
import { channelsInputs } from './requests/channels.ts'
import type { ContactsOutputs } from './requests/contacts.ts'
import { contactsInputs } from './requests/contacts.ts'
import type { ConversationsOutputs } from './requests/conversations.ts'
import { conversationsInputs } from './requests/conversations.ts'
import type { GrantsOutputs } from './requests/grants.ts'
import { grantsInputs } from './requests/grants.ts'
import type { InsightsOutputs } from './requests/insights.ts'
import { insightsInputs } from './requests/insights.ts'
import type { LiveOutputs } from './requests/live.ts'
import { liveInputs } from './requests/live.ts'
import type { OperatorsOutputs } from './requests/operators.ts'
import { operatorsInputs } from './requests/operators.ts'
import type { ProofsOutputs } from './requests/proofs.ts'
import { proofsInputs } from './requests/proofs.ts'
import type { RepliesOutputs } from './requests/replies.ts'
import { repliesInputs } from './requests/replies.ts'
import type { ReviewOutputs } from './requests/review.ts'
import { reviewInputs } from './requests/review.ts'
import type { SessionOutputs } from './requests/session.ts'
import { sessionInputs } from './requests/session.ts'
import type { WorkspaceOutputs } from './requests/workspace.ts'
import { workspaceInputs } from './requests/workspace.ts'

/**
 * The contract between window and main process: each request's input schema, and the type of its answer, area by area
 * in `requests/`. Handlers, preload and the renderer's Host are derived from it; a missing one does not compile.
 */
export const requestInputs = {
  ...sessionInputs,
  ...operatorsInputs,
  ...workspaceInputs,
  ...conversationsInputs,
  ...repliesInputs,
  ...channelsInputs,
  ...contactsInputs,
  ...proofsInputs,
  ...reviewInputs,
  ...grantsInputs,
  ...liveInputs,
  ...auditInputs,
  ...insightsInputs,
} as const satisfies Record<RequestName, z.ZodType>

export type RequestInput<Name extends RequestName> = z.output<(typeof requestInputs)[Name]>

export interface RequestOutputs
  extends SessionOutputs,
    OperatorsOutputs,
    WorkspaceOutputs,
    ConversationsOutputs,
    RepliesOutputs,
    ChannelsOutputs,
    ContactsOutputs,
    GrantsOutputs,
    LiveOutputs,
    AuditOutputs,
    InsightsOutputs,
    ProofsOutputs,
    ReviewOutputs {}

export type RequestOutput<Name extends RequestName> = RequestOutputs[Name]

/** What the window hears when something changed. `conversationId` narrows it where it can. */
export interface ChangeEvent {
  topic: ChangeTopic
  conversationId: ConversationId | null
}

export type { ChannelId, ConversationId, FlagId, KeyId, MessageId, OperatorId, TemplateId } from '../domain/ids.ts'
export type { KeyLint, LintedSetKey, Snippets } from './requests/channels.ts'
export type { ContactRow } from './requests/contacts.ts'
export type { Explanation } from './requests/conversations.ts'
export type { OperatorRow, OperatorState, StartPassphrase } from './requests/operators.ts'
export type { ImportReport, ReplyPreview, SafeVersion, SendOutcome } from './requests/replies.ts'
export type { SessionView, SignInWay } from './requests/session.ts'
/** Types that callers need beside the requests, so that they need one import. */
export type { Notice, Workspace } from './requests/workspace.ts'
