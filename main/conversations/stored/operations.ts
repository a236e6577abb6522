import {
  addRefusals,
  assignConversation,
  closeConversation,
  markDelivered,
  markRead,
  reopenConversation,
} from './handle-conversation.ts'
import { listContacts } from './list-contacts.ts'
import { channelCounts, listConversations, workspaceCounts } from './list-conversations.ts'
import { openSession } from './open-session.ts'
import { restoreProof, revokeProof } from './proofs.ts'
import { receiveMessage } from './receive.ts'
import { searchMessages, searchProgress } from './search.ts'
import { endingStandings, sessionConversation } from './session-conversation.ts'
import { explainMessage, olderMessages, viewConversation } from './view-conversation.ts'

export const conversationWrites = {
  'session.open': openSession,
  'message.receive': receiveMessage,
  'message.markDelivered': markDelivered,
  'refusals.add': addRefusals,
  'proof.revoke': revokeProof,
  'proof.restore': restoreProof,
  'conversation.assign': assignConversation,
  'conversation.close': closeConversation,
  'conversation.reopen': reopenConversation,
  'conversation.markRead': markRead,
}
export type ConversationWrites = typeof conversationWrites

export const conversationReads = {
  'inbox.page': listConversations,
  'inbox.workspaceCounts': workspaceCounts as (
    handle: Parameters<typeof workspaceCounts>[0],
    input: Record<string, never>,
  ) => ReturnType<typeof workspaceCounts>,
  'channels.counts': channelCounts as (
    handle: Parameters<typeof channelCounts>[0],
    input: Record<string, never>,
  ) => ReturnType<typeof channelCounts>,
  'conversation.view': viewConversation,
  'conversation.older': olderMessages,
  'conversation.search': searchMessages,
  'search.progress': searchProgress,
  'message.why': explainMessage,
  'session.conversation': sessionConversation,
  'standings.ending': endingStandings,
  'contacts.page': listContacts,
}
export type ConversationReads = typeof conversationReads
