import type { ChannelView } from '#shared/domain/channel.ts'
import type { GrantRequestRow } from '#shared/domain/grant.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { rowOf, standingOf } from './sample-conversations.ts'

const minute = 60_000

/** Two requests that wait and one that was declined. */
export function sampleGrantRequests(held: HeldConversation[], channels: ChannelView[], now: number): GrantRequestRow[] {
  const wanted: (Pick<GrantRequestRow, 'text' | 'note' | 'templates' | 'reasons'> & {
    key: string
    minutes: number
    declined?: string
  })[] = [
    {
      key: 'richard',
      minutes: 3,
      text: 'Hello Richard,\n\nthe parcel goes to 5230 Newell Road, Palo Alto. It should be with you on Thursday.',
      note: 'He called from the number in his account and named the last order. His page cannot sign him in today.',
      templates: [{ id: 'tmpl_address', version: 2, title: 'Delivery address on file', sensitivity: 'restricted' }],
      reasons: ['proof-rejected'],
    },
    {
      key: 'spoof',
      minutes: 1,
      text: 'Your invoice 2217 was sent to the e-mail in your account this morning.',
      note: '',
      templates: [{ id: 'tmpl_invoice', version: 1, title: 'Invoice copy', sensitivity: 'personal' }],
      reasons: ['not-verified'],
    },
    {
      key: 'bidi',
      minutes: 90,
      text: 'Your balance is 12.40.',
      note: 'She says she is in a hurry.',
      templates: [],
      reasons: ['not-verified'],
      declined: 'No proof and no other way to know her. Ask her to sign in.',
    },
  ]
  return wanted.flatMap(({ key, minutes, declined, ...request }) => {
    const conversation = held.find((one) => one.id === `conv_${key}`)
    const channel = channels.find((one) => one.id === conversation?.channelId)
    if (conversation === undefined || channel === undefined) return []
    return [
      {
        ...request,
        id: `greq_${key}` as const,
        conversationId: conversation.id,
        conversationTitle: rowOf(conversation, channel, '', 0).title,
        channel: { id: channel.id, name: channel.name },
        operator: { id: 'oper_jian' as const, name: 'Jian Yang' },
        requestedAt: now - minutes * minute,
        state: declined === undefined ? ('waiting' as const) : ('declined' as const),
        decidedAt: declined === undefined ? null : now - (minutes - 2) * minute,
        decidedBy: declined === undefined ? null : 'Monica Hall',
        decision: declined ?? null,
        expiresAt: null,
        standing: standingOf(conversation),
        seriousFlags: key === 'richard' ? 2 : 0,
      },
    ]
  })
}
