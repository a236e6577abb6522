import type { ChannelId, OperatorId } from '#shared/domain/ids.ts'
import { reasonWords, statusWords } from '#shared/domain/sentences.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { EventType, JournalEvents } from '../journal/events.ts'
import type { ReadEvent } from '../journal/stored/read-events.ts'

/** Names for the ids that stand in events. */
export interface Names {
  operator(id: OperatorId): string
  channel(id: ChannelId | null): string
}

type Words = {
  [Type in EventType]: (content: JournalEvents[Type], names: Names) => string
}

/** One plain sentence per kind of event; a kind without one does not compile. Says nothing that anybody wrote. */
const words: Words = {
  'operator.added': ({ name, role }) => `${name} was added as ${role === 'agent' ? 'an agent' : 'a supervisor'}.`,
  'operator.switched': ({ operatorId }, { operator }) => `${operator(operatorId)} took over the console.`,
  'operator.keyStated': ({ operatorId, state, cause }, { operator }) =>
    `The signing key of ${operator(operatorId)} ${state === 'active' ? 'was recorded' : 'was ended'} (${cause}).`,
  'operator.retired': ({ operatorId }, { operator }) => `${operator(operatorId)} was retired.`,
  'operator.passphraseChosen': ({ operatorId }, { operator }) => `${operator(operatorId)} chose a passphrase.`,
  'operator.signedIn': ({ operatorId }, { operator }) => `${operator(operatorId)} signed in.`,
  'operator.signInFailed': ({ operatorId }, { operator }) =>
    `Somebody gave a wrong passphrase for ${operator(operatorId)}.`,
  'operator.signedOut': ({ operatorId }, { operator }) => `${operator(operatorId)} signed out.`,
  'operator.locked': ({ operatorId, cause }, { operator }) =>
    cause === 'idle'
      ? `The window of ${operator(operatorId)} locked itself.`
      : `${operator(operatorId)} locked the window.`,
  'channel.added': ({ name, scheme }) => `The channel “${name}” was added (${scheme}).`,
  'channel.updated': ({ channelId }, { channel }) => `The settings of “${channel(channelId)}” were changed.`,
  'channel.serverTokenMade': ({ channelId }, { channel }) => `A server token was made for “${channel(channelId)}”.`,
  'key.added': ({ channelId, label }, { channel }) => `The key “${label}” was added to “${channel(channelId)}”.`,
  'key.retired': ({ channelId, at }, { channel }) =>
    at === null
      ? `A key of “${channel(channelId)}” was made active again.`
      : `An end was set for a key of “${channel(channelId)}”.`,
  'key.compromised': ({ channelId }, { channel }) =>
    `A secret of “${channel(channelId)}” was seen in what came in; its key verifies nothing any more.`,
  'session.opened': ({ channelId, via }, { channel }) =>
    `A ${via === 'widget' ? 'page' : 'server'} opened a session with “${channel(channelId)}”.`,
  'visitor.identified': ({ verdict }) => `A page named its visitor: ${verdictWords(verdict)}.`,
  'proof.seen': () => 'A proof that matched was used in a new session or place.',
  'proof.revoked': ({ operatorId, note }, { operator }) => `${operator(operatorId)} revoked a proof: ${note}`,
  'proof.restored': ({ operatorId, note }, { operator }) =>
    `${operator(operatorId)} let a revoked proof count again: ${note}`,
  'message.received': ({ verdict, standingChanged, identitySwitched }) =>
    `The visitor wrote: ${verdictWords(verdict)}${standingChanged ? ', other than before' : ''}${
      identitySwitched ? ', under another identity' : ''
    }.`,
  'message.refused': ({ channelId, verdict, blockId }, { channel }) =>
    blockId === undefined
      ? `“${channel(channelId)}” refused a message: ${verdictWords(verdict)}.`
      : `“${channel(channelId)}” refused a message of a blocked identity.`,
  'door.refused': ({ code, count }) =>
    count === 1
      ? `A request was turned away at the door (${code}).`
      : `${count} requests were turned away at the door (${code}).`,
  'conversation.assigned': ({ operatorId }, { operator }) =>
    operatorId === null ? 'The conversation was given back.' : `The conversation went to ${operator(operatorId)}.`,
  'conversation.closed': () => 'The conversation was closed.',
  'conversation.reopened': () => 'The conversation was opened again.',
  'conversation.read': () => 'The conversation was read.',
  'live.looked': ({ operatorId }, { operator }) => `${operator(operatorId)} looked at a live conversation.`,
  'live.whispered': ({ operatorId, toId }, { operator }) => `${operator(operatorId)} whispered to ${operator(toId)}.`,
  'live.takenOver': ({ operatorId, fromId }, { operator }) =>
    `${operator(operatorId)} took the conversation over${fromId === null ? '; nobody had it' : ` from ${operator(fromId)}`}.`,
  'reply.sent': ({ operatorId, grantId }, { operator }) =>
    `${operator(operatorId)} replied${grantId === undefined ? '' : ', by an approved override'}.`,
  'note.added': ({ operatorId }, { operator }) => `${operator(operatorId)} added an internal note.`,
  'reply.handedOver': () => 'A reply was given to the visitor’s page.',
  'reply.delivered': () => 'A reply was delivered.',
  'reply.failed': () => 'A reply could not be delivered, or was not confirmed in time.',
  'reply.requeued': () => 'A reply waits for the visitor again.',
  'reply.held': ({ reason }) => `A reply that no page had confirmed was held back: ${reason.code}.`,
  'reply.blocked': ({ operatorId, reasons }, { operator }) =>
    `${operator(operatorId)} tried to send a reply, and it was blocked: ${reasons.join(', ')}.`,
  'reply.warned': ({ operatorId, kinds }, { operator }) =>
    `${operator(operatorId)} was warned about a reply: ${kinds.join(', ')}.`,
  'template.added': ({ title }) => `The template “${title}” was added.`,
  'template.edited': ({ title, version }) => `The template “${title}” was edited (version ${version}).`,
  'template.archived': () => 'A template was archived.',
  'template.restored': () => 'A template was restored.',
  'flag.raised': ({ sentence }) => `Flagged: ${sentence}`,
  'flag.acknowledged': ({ operatorId }, { operator }) => `${operator(operatorId)} acknowledged a flag.`,
  'flag.drafted': ({ operatorId, decision }, { operator }) =>
    `${operator(operatorId)} drafted a decision: ${decisionWords[decision]}.`,
  'flag.decided': ({ operatorId, decision, note }, { operator }) =>
    `${operator(operatorId)} decided: ${decisionWords[decision]}. ${note}`,
  'flag.disputed': ({ operatorId, note }, { operator }) => `${operator(operatorId)} disputes the decision: ${note}`,
  'flag.settled': ({ operatorId, decision, note }, { operator }) =>
    `${operator(operatorId)} settled it: ${decisionWords[decision]}. ${note}`,
  'identity.blocked': ({ channelId, operatorId, note }, { operator, channel }) =>
    `${operator(operatorId)} blocked an identity in “${channel(channelId)}”: ${note}`,
  'identity.unblocked': ({ operatorId, note }, { operator }) => `${operator(operatorId)} lifted a block: ${note}`,
  'grant.requested': ({ operatorId }, { operator }) => `${operator(operatorId)} asked to send a blocked reply.`,
  'grant.approved': ({ operatorId, reason }, { operator }) =>
    `${operator(operatorId)} approved an override for 15 minutes: ${reason}`,
  'grant.declined': ({ operatorId, note }, { operator }) => `${operator(operatorId)} declined an override: ${note}`,
  'content.erased': ({ operatorId, reason, entries }, { operator }) =>
    `${operator(operatorId)} erased a person’s content from ${entries.length} entries: ${reason}`,
  'journal.exported': ({ operatorId, file }, { operator }) =>
    `${operator(operatorId)} exported the whole journal (${file}).`,
  'grant.used': () => 'An approved override was used.',
}

export const decisionWords = {
  genuine: 'genuine',
  impersonation: 'impersonation',
  'set-up-fault': 'set-up fault',
} as const

/** What an entry of the journal says, for a person. A kind from a newer version is named by itself. */
export function eventSentence({ type, content }: Pick<ReadEvent, 'type' | 'content'>, names: Names): string {
  if (content === null) return 'This was erased.'
  if (!Object.hasOwn(words, type)) return `An entry of a kind that this version does not know (${type}).`
  const say = words[type] as (content: unknown, names: Names) => string
  return say(content, names)
}

/** Every kind of event, e.g. for a filter. */
export const eventTypes = Object.keys(words) as EventType[]

function verdictWords({ status, reason, field }: Pick<Verdict, 'status' | 'reason' | 'field'>) {
  const said = reasonWords(reason, { field, borrowed: null })
  return `${statusWords[status].toLowerCase()}, ${said.replace(/\.$/, '')}`
}
