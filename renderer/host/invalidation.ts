import type { ChangeTopic, RequestName } from '#shared/contract/names.ts'
import type { ChangeEvent } from '#shared/contract/requests.ts'

/** Requests whose answer may differ after something under the topic changed. The one place that says so. */
export const requestsByTopic: Record<ChangeTopic, readonly RequestName[]> = {
  session: ['session.get'],
  workspace: ['workspace.get', 'session.get'],
  operators: ['operators.list', 'session.get', 'workspace.get'],
  inbox: ['inbox.list', 'live.list', 'live.rows', 'conversation.search', 'workspace.get'],
  conversation: [
    'conversation.open',
    'conversation.older',
    'live.view',
    'message.why',
    'reply.preview',
    'reply.safeVersion',
    'template.list',
    'template.render',
    'draft.read',
  ],
  channels: ['channels.list', 'channels.snippets', 'workspace.get'],
  flags: [
    'flags.list',
    'flags.read',
    'flags.ofConversation',
    'identities.list',
    'workspace.get',
    'inbox.list',
    'live.list',
  ],
  refusals: ['refusals.list', 'channels.list'],
  contacts: ['contacts.list'],
  grants: ['grants.list', 'grants.mine', 'reply.preview', 'workspace.get'],
  drafts: ['draft.read'],
  templates: ['template.list', 'template.read', 'template.export', 'reply.preview'],
}

/**
 * What an action of this window changes, asked again as soon as it succeeded. The main process announces the
 * same with an event; a window that waited for it would show the old state to the person who just changed it.
 */
export const topicsByAction: Partial<Record<RequestName, readonly ChangeTopic[]>> = {
  'workspace.setPreferences': ['workspace'],
  'demo.begin': ['workspace', 'channels', 'inbox'],
  'session.begin': ['session'],
  'session.claim': ['session'],
  'session.signIn': ['session'],
  'session.changePassphrase': ['session', 'operators'],
  'session.lock': ['session'],
  'session.signOut': ['session'],
  'operators.add': ['operators'],
  'operators.reset': ['operators'],
  'operators.setRole': ['operators'],
  'operators.retire': ['operators'],
  'conversation.assign': ['inbox', 'conversation'],
  'conversation.close': ['inbox', 'conversation'],
  'conversation.reopen': ['inbox', 'conversation'],
  'conversation.markRead': ['inbox'],
  'reply.send': ['inbox', 'conversation', 'flags', 'drafts', 'grants'],
  'reply.retry': ['conversation'],
  'draft.discard': ['drafts', 'conversation'],
  'template.save': ['templates'],
  'template.archive': ['templates'],
  'template.import': ['templates'],
  'channels.add': ['channels', 'workspace'],
  'channels.update': ['channels'],
  'channels.makeServerToken': ['channels'],
  'keys.add': ['channels'],
  'keys.retire': ['channels', 'flags'],
  'live.whisper': ['inbox', 'conversation'],
  'live.takeOver': ['inbox', 'conversation', 'drafts'],
  'grants.request': ['grants'],
  'grants.approve': ['grants'],
  'grants.decline': ['grants'],
  'flags.decide': ['flags', 'inbox', 'conversation'],
  'flags.dispute': ['flags'],
  'flags.settle': ['flags', 'inbox', 'conversation'],
  'flags.tellAgent': ['flags', 'conversation'],
  'flags.report': ['flags', 'inbox', 'conversation'],
  'identities.block': ['flags'],
  'identities.unblock': ['flags'],
  'audit.erase': ['contacts', 'inbox', 'conversation', 'flags', 'drafts'],
  'proofs.revoke': ['flags', 'inbox', 'conversation'],
  'proofs.restore': ['flags', 'inbox', 'conversation'],
}

/** True where an answer to `name` with `input` may be out of date after `event`. */
export function isTouchedBy(event: ChangeEvent, name: RequestName, input: unknown): boolean {
  if (!requestsByTopic[event.topic].includes(name)) return false
  if ((event.topic !== 'conversation' && event.topic !== 'drafts') || event.conversationId === null) return true
  if (typeof input !== 'object' || input === null || !('conversationId' in input)) return true
  return input.conversationId === event.conversationId
}
