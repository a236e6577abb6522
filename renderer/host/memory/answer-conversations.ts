import type { IdentityPanel, MessageView } from '#shared/domain/conversation.ts'
import type { GateDecision } from '#shared/domain/reply.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { newestVerdict, standingOf } from './sample-conversations.ts'
import { extraConversation, listInbox } from './sample-inbox.ts'
import { lockFor, sampleTemplates } from './sample-templates.ts'
import { sampleSteps } from './sample-verdicts.ts'
import type { World } from './world.ts'
import { found, rowFor, workspaceOf } from './world.ts'

type Conversations = Omit<
  Answers,
  `${'workspace' | 'demo' | 'operators' | 'channels' | 'keys' | 'contacts' | 'flags' | 'refusals'}.${string}`
>

/** Inbox, conversations, replies and templates, from memory. */
export function answerConversations(
  world: World,
  announce: InMemoryHost['announce'],
): Pick<Answers, keyof Conversations> {
  const held = (id: string) => {
    const extra = /^conv_extra([0-9]+)$/.exec(id)?.[1]
    if (extra !== undefined && !world.conversations.some((one) => one.id === id))
      world.conversations.push(extraConversation(world, Number(extra)))
    return found(
      world.conversations.find((one) => one.id === id),
      'conversation',
    )
  }
  const changed = (conversation: HeldConversation) => {
    announce('conversation', conversation.id)
    announce('inbox')
    return rowFor(world, conversation)
  }
  return {
    'inbox.list': (input) => listInbox(world, input),
    'conversation.open': ({ conversationId }) => {
      const conversation = held(conversationId)
      return {
        row: rowFor(world, conversation),
        messages: conversation.messages.slice(-50),
        hasOlder: conversation.messages.length > 50,
        identity: identityOf(world, conversation),
        draft: conversation.draft,
      }
    },
    'conversation.older': ({ conversationId, before }) => {
      const older = held(conversationId).messages.filter((message) => message.position < before)
      return { messages: older.slice(-50), hasOlder: older.length > 50 }
    },
    'conversation.assign': ({ conversationId, operatorId }) => {
      const conversation = held(conversationId)
      conversation.assigneeId = operatorId
      return changed(conversation)
    },
    'conversation.close': ({ conversationId }) => {
      const conversation = held(conversationId)
      conversation.state = 'closed'
      return changed(conversation)
    },
    'conversation.reopen': ({ conversationId }) => {
      const conversation = held(conversationId)
      conversation.state = 'open'
      return changed(conversation)
    },
    'conversation.markRead': ({ conversationId, position }) => {
      const conversation = held(conversationId)
      conversation.seenPosition = Math.max(conversation.seenPosition, position)
      announce('inbox')
      return rowFor(world, conversation)
    },
    'conversation.search': ({ query, limit }) => {
      const wanted = query.trim().toLowerCase()
      if (wanted === '') return { hits: [] }
      const hits = world.conversations.flatMap((conversation) =>
        conversation.messages
          .filter((message) => message.text.toLowerCase().includes(wanted))
          .map((message) => ({
            conversationId: conversation.id,
            messageId: message.id,
            title: rowFor(world, conversation).title,
            snippet: message.text.slice(0, 120),
            at: message.at,
          })),
      )
      return { hits: hits.slice(0, limit) }
    },
    'message.why': ({ messageId }) => {
      const message = found(
        world.conversations.flatMap((one) => one.messages).find((one) => one.id === messageId),
        'message',
      )
      const verdict = found(message.verdict ?? undefined, 'verdict')
      const field = verdict.field
      return {
        messageId,
        headline: verdict.sentence,
        verdict,
        steps: sampleSteps(verdict),
        hints:
          verdict.reason === 'hash-mismatch'
            ? [
                {
                  code: 'value-case-differs',
                  message: 'The hash fits Richard@piedpiper.com. The e-mail must be signed exactly as it is sent.',
                },
              ]
            : [],
        fields:
          field === null
            ? []
            : [
                {
                  name: field,
                  value: verdict.value ?? '',
                  provenance: verdict.status === 'verified' ? 'proven' : 'claimed',
                },
              ],
      }
    },
    'reply.preview': ({ conversationId, templateIds, text }) => gate(world, held(conversationId), templateIds, text),
    'reply.send': (input) => {
      const conversation = held(input.conversationId)
      const before = world.sent.get(input.requestId)
      const already = conversation.messages.find((message) => message.id === before)
      if (already !== undefined) return { outcome: 'sent', message: already, duplicate: true }
      const unseen = conversation.messages.some(
        (message) => message.kind === 'visitor' && message.position > input.seenPosition,
      )
      if (input.mode === 'reply' && unseen)
        return {
          outcome: 'blocked',
          reasons: [
            { code: 'unseen-message', message: 'A message arrived since you last looked. Read it, then send.' },
          ],
        }
      const decision: GateDecision =
        input.mode === 'note' ? { outcome: 'allow' } : gate(world, conversation, input.templateIds, input.text)
      if (decision.outcome === 'block') return { outcome: 'blocked', reasons: decision.reasons }
      const { operator } = workspaceOf(world)
      const message: MessageView = {
        id: `msg_${world.nextId()}`,
        position: (conversation.messages.at(-1)?.position ?? 0) + 1,
        kind: input.mode,
        text: input.text,
        at: world.now(),
        verdict: null,
        operator: { id: operator.id, name: operator.name },
        delivery: input.mode === 'reply' ? 'sent' : null,
        standingChanged: false,
        identitySwitched: false,
      }
      conversation.messages.push(message)
      conversation.draft[input.mode] = ''
      world.sent.set(input.requestId, message.id)
      changed(conversation)
      return { outcome: 'sent', message, duplicate: false }
    },
    'draft.save': ({ conversationId, mode, text }) => {
      held(conversationId).draft[mode] = text
      return {}
    },
    'template.list': ({ conversationId }) => {
      const standing = conversationId === null ? null : standingOf(held(conversationId))
      return {
        templates: sampleTemplates.map((template) => {
          const lock = standing === null ? null : lockFor(template, standing, world.now())
          return { ...template, body: lock === null ? template.body : null, lock }
        }),
      }
    },
    'template.render': ({ conversationId, templateId }) => {
      const conversation = held(conversationId)
      const template = found(
        sampleTemplates.find((one) => one.id === templateId),
        'template',
      )
      const standing = standingOf(conversation)
      const unresolved: string[] = []
      const text = template.body.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
        if (name === standing.field && standing.status === 'verified') return standing.value ?? whole
        unresolved.push(name)
        return whole
      })
      return { text, unresolved }
    },
  }
}

function gate(
  world: World,
  conversation: HeldConversation,
  templateIds: readonly string[],
  text: string,
): GateDecision {
  const standing = standingOf(conversation)
  const reasons = templateIds.flatMap((id) => {
    const template = sampleTemplates.find((one) => one.id === id)
    if (template === undefined)
      return [{ code: 'unknown-template' as const, message: 'This template is not here any more.' }]
    const lock = lockFor(template, standing, world.now())
    return lock === null ? [] : [lock]
  })
  if (conversation.state === 'closed')
    reasons.push({ code: 'conversation-closed', message: 'This conversation is closed. Open it again to reply.' })
  if (/\{\{\w+\}\}/.test(text))
    reasons.push({ code: 'unresolved-variable', message: 'A variable in the text has no value yet.' })
  return reasons.length === 0 ? { outcome: 'allow' } : { outcome: 'block', reasons }
}

function identityOf(world: World, conversation: HeldConversation): IdentityPanel {
  const verdict = newestVerdict(conversation)
  const channel = found(
    world.channels.find((one) => one.id === conversation.channelId),
    'channel',
  )
  const proven = verdict?.status === 'verified'
  const first = conversation.messages[0]?.at ?? 0
  const last = conversation.messages.at(-1)?.at ?? 0
  const lastProof = conversation.messages.findLast((message) => message.verdict?.status === 'verified')
  return {
    fields: [
      ...(verdict?.field != null && verdict.value !== null
        ? [
            {
              name: verdict.field,
              value: verdict.value,
              provenance: proven ? ('proven' as const) : ('claimed' as const),
            },
          ]
        : []),
      ...(conversation.name === null
        ? []
        : [{ name: 'name', value: conversation.name, provenance: 'claimed' as const }]),
    ],
    universe: conversation.universe,
    contact:
      conversation.universe === 'visitor'
        ? null
        : { id: `cont_${conversation.id.slice(5)}`, firstSeenAt: first, lastVerifiedAt: lastProof?.at ?? null },
    verdict:
      verdict === null
        ? null
        : {
            ...verdict,
            scheme: channel.scheme,
            steps: sampleSteps(verdict),
            hints:
              verdict.reason === 'hash-mismatch'
                ? [
                    {
                      code: 'value-case-differs',
                      message: 'The hash fits Richard@piedpiper.com. The e-mail must be signed exactly as it is sent.',
                    },
                  ]
                : [],
            evidence: {
              proofFingerprint:
                verdict.keyTail === null ? null : '8d41c0de77aa90125c3e8d41c0de77aa90125c3e8d41c0de77aa90125c3eb0ce',
              keyTail: verdict.keyTail,
              borrowed: verdict.borrowed,
              droppedFields: [],
              proofKind: null,
              sightings: null,
            },
          },
    origin: channel.origins[0] ?? null,
    client: 'Chrome on Linux',
    proofSeen:
      verdict?.keyTail == null
        ? []
        : [
            {
              origin: channel.origins[0] ?? null,
              client: 'Firefox on Windows',
              firstAt: first - 86_400_000 * 40,
              lastAt: first,
              messages: 12,
            },
            {
              origin: channel.origins[0] ?? null,
              client: 'Chrome on Linux',
              firstAt: last - 60_000,
              lastAt: last,
              messages: 2,
            },
          ],
    earlier: proven
      ? [{ id: 'conv_closed', title: 'Invoice for August', at: first - 86_400_000 * 9, state: 'closed' }]
      : [],
    earlierHidden: !proven,
  }
}
