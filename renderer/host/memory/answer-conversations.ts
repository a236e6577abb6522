import type { IdentityPanel } from '#shared/domain/conversation.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import { draftsOf } from './answer-replies.ts'
import { heldIn } from './held-conversation.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { newestVerdict } from './sample-conversations.ts'
import { listInbox } from './sample-inbox.ts'
import { sampleSteps, sampleVerdict } from './sample-verdicts.ts'
import type { World } from './world.ts'
import { found, rowFor } from './world.ts'

type Conversations = Omit<
  Answers,
  `${'session' | 'workspace' | 'demo' | 'operators' | 'grants' | 'live' | 'reply' | 'draft' | 'template' | 'channels' | 'keys' | 'contacts' | 'flags' | 'identities' | 'audit' | 'insights' | 'refusals'}.${string}`
>

/** Inbox and conversations, from memory. */
export function answerConversations(
  world: World,
  announce: InMemoryHost['announce'],
): Pick<Answers, keyof Conversations> {
  const held = heldIn(world)
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
        draft: draftsOf(conversation),
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
      const hits = world.conversations.flatMap((conversation) => {
        const { title, standing } = rowFor(world, conversation)
        return conversation.messages
          .filter((message) => `${title} ${message.text}`.toLowerCase().includes(wanted))
          .map((message) => ({
            conversationId: conversation.id,
            messageId: message.id,
            title,
            snippet: message.text.slice(0, 120),
            at: message.at,
            status: standing.status,
          }))
      })
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
    'proofs.revoke': ({ messageId }) => decideProof(world, messageId, world.now(), changed),
    'proofs.restore': ({ messageId }) => decideProof(world, messageId, null, changed),
  }
}

/** A revoked proof is rejected from its newest message on; restored, it is verified again. */
function decideProof(
  world: World,
  messageId: string,
  revokedAt: number | null,
  changed: (conversation: HeldConversation) => unknown,
) {
  const conversation = found(
    world.conversations.find((one) => one.messages.some((message) => message.id === messageId)),
    'message',
  )
  conversation.proofRevokedAt = revokedAt
  const newest = conversation.messages.findLast((message) => message.verdict !== null)
  if (newest?.verdict != null) {
    const revoked = revokedAt !== null
    const { field, value, checkedAt } = newest.verdict
    newest.verdict = revoked
      ? sampleVerdict('failed', 'proof-revoked', field, value, checkedAt)
      : sampleVerdict('verified', 'proof-matches', field, value, checkedAt)
  }
  changed(conversation)
  return { revokedAt, conversations: 1 }
}

/** What the panel beside a conversation says of its visitor. */
export function identityOf(world: World, conversation: HeldConversation): IdentityPanel {
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
    proofRevokedAt: conversation.proofRevokedAt ?? null,
    earlier: proven
      ? [{ id: 'conv_closed', title: 'Invoice for August', at: first - 86_400_000 * 9, state: 'closed' }]
      : [],
    earlierHidden: !proven,
  }
}
