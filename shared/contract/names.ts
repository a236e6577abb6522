/**
 * Every request the window may make, and every event it may hear. The preload builds its object from these
 * names and from nothing else; it imports no schema, so that it stays a few lines.
 */
export const requestNames = [
  'workspace.get',
  'workspace.setPreferences',
  'demo.begin',
  'session.get',
  'session.begin',
  'session.claim',
  'session.signIn',
  'session.changePassphrase',
  'session.touch',
  'session.lock',
  'session.signOut',
  'operators.list',
  'operators.add',
  'operators.reset',
  'operators.setRole',
  'operators.retire',
  'inbox.list',
  'conversation.open',
  'conversation.older',
  'conversation.assign',
  'conversation.close',
  'conversation.reopen',
  'conversation.markRead',
  'conversation.search',
  'message.why',
  'reply.preview',
  'reply.send',
  'reply.safeVersion',
  'reply.retry',
  'draft.read',
  'draft.save',
  'draft.discard',
  'template.list',
  'template.render',
  'template.read',
  'template.save',
  'template.archive',
  'template.export',
  'template.import',
  'channels.list',
  'channels.add',
  'channels.update',
  'channels.testPayload',
  'channels.snippets',
  'channels.makeServerToken',
  'keys.lint',
  'keys.add',
  'keys.retire',
  'contacts.list',
  'flags.list',
  'flags.acknowledge',
  'refusals.list',
] as const
export type RequestName = (typeof requestNames)[number]

/** One event: something under `topic` changed, so whoever shows it asks again. */
export const changeTopics = [
  'workspace',
  'session',
  'operators',
  'inbox',
  'conversation',
  'channels',
  'flags',
  'refusals',
  'contacts',
  'drafts',
  'templates',
] as const
export type ChangeTopic = (typeof changeTopics)[number]

/** Name of the one IPC channel for requests, and of the one for events. */
export const requestChannel = 'bonafide:request'
export const changeChannel = 'bonafide:change'
