import type { ChangeTopic, RequestName } from '#shared/contract/names.ts'
import type { ChangeEvent } from '#shared/contract/requests.ts'

/** Requests whose answer may differ after something under the topic changed. The one place that says so. */
export const requestsByTopic: Record<ChangeTopic, readonly RequestName[]> = {
  session: ['session.get'],
  workspace: ['workspace.get', 'session.get'],
  operators: ['operators.list', 'session.get', 'workspace.get'],
  inbox: ['inbox.list', 'conversation.search', 'workspace.get'],
  conversation: [
    'conversation.open',
    'conversation.older',
    'message.why',
    'reply.preview',
    'reply.safeVersion',
    'template.list',
    'template.render',
    'draft.read',
  ],
  channels: ['channels.list', 'channels.snippets', 'workspace.get'],
  flags: ['flags.list', 'flags.read', 'flags.ofConversation', 'identities.list', 'workspace.get', 'inbox.list'],
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

/**
 * Lets the first call through at once and gathers those that follow within `pause` ms, and for as long as the one
 * before has not settled, into one later call: a lone message is shown immediately, a flood does not make the window
 * ask a hundred times a second, and an answer on its way is never thrown away for the next event. A window that takes
 * long to get and draw its answers asks more rarely, and every `longest` ms at the rarest, so that typing comes first.
 */
export function gatherEvents(
  deliver: (events: ChangeEvent[]) => Promise<unknown> | void,
  pause: number,
  longest = 1_000,
) {
  let waiting: ChangeEvent[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let delivering = false
  let stopped = false
  const flush = () => {
    timer = null
    if (waiting.length === 0 || delivering || stopped) return
    const events = waiting
    waiting = []
    delivering = true
    const begun = performance.now()
    timer = setTimeout(flush, pause)
    void Promise.resolve(deliver(events))
      .catch(() => undefined)
      .then(() => {
        delivering = false
        if (stopped) return
        const rest = Math.min(longest, 4 * (performance.now() - begun))
        if (rest > pause) {
          if (timer !== null) clearTimeout(timer)
          timer = setTimeout(flush, rest)
        } else if (timer === null) flush()
      })
  }
  return {
    add(event: ChangeEvent) {
      const known = waiting.some((one) => one.topic === event.topic && one.conversationId === event.conversationId)
      if (!known) waiting.push(event)
      if (timer === null) flush()
    },
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting = []
    },
  }
}
