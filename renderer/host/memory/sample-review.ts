import type { ContactRow } from '#shared/contract/requests.ts'
import type { ChannelView } from '#shared/domain/channel.ts'
import type { FlagRow, RefusalRow } from '#shared/domain/review.ts'
import { differencesBetween } from '#shared/text/differences.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { newestVerdict } from './sample-conversations.ts'

const minute = 60_000

export function sampleFlags(held: HeldConversation[], channels: ChannelView[], now: number): FlagRow[] {
  const wanted: {
    key: string
    kind: FlagRow['kind']
    severity: FlagRow['severity']
    sentence: string
    minutes: number
    done?: boolean
    comparison?: FlagRow['comparison']
  }[] = [
    {
      key: 'richard',
      kind: 'proof-rejected',
      severity: 'serious',
      sentence: 'A proof was rejected after this visitor had been verified: the hash does not match this e-mail.',
      minutes: 8,
    },
    {
      key: 'richard',
      kind: 'blocked-send',
      severity: 'serious',
      sentence: 'Jian Yang tried to send “Password reset link” while the proof was rejected. It was blocked.',
      minutes: 7,
    },
    {
      key: 'spoof',
      kind: 'claims-verified-contact',
      severity: 'serious',
      sentence:
        'The visitor claims the e-mail “rіchard@piedpiper.com”, which looks like “richard@piedpiper.com”, a verified customer, without a valid proof. How it differs: the “і” is Cyrillic.',
      minutes: 12,
      comparison: {
        field: 'email',
        claimed: 'rіchard@piedpiper.com',
        known: 'richard@piedpiper.com',
        channelId: 'chan_shop',
        channelName: 'Pied Piper shop',
        differences: differencesBetween('rіchard@piedpiper.com', 'richard@piedpiper.com'),
      },
    },
    {
      key: 'bidi',
      kind: 'identity-switched',
      severity: 'notice',
      sentence: 'The identity named by the page changed in the middle of the conversation.',
      minutes: 55,
    },
    {
      key: 'long',
      kind: 'identity-switched',
      severity: 'notice',
      sentence: 'The page named somebody else before this message.',
      minutes: 70,
    },
    {
      key: 'closed',
      kind: 'blocked-send',
      severity: 'notice',
      sentence: 'A reply with an unresolved variable was blocked.',
      minutes: 3_000,
      done: true,
    },
  ]
  return wanted.flatMap((one, index) => {
    const conversation = held.find((each) => each.id === `conv_${one.key}`)
    const channel = channels.find((each) => each.id === conversation?.channelId)
    if (conversation === undefined || channel === undefined) return []
    const verdict = newestVerdict(conversation)
    const message = conversation.messages.findLast((each) => each.kind === 'visitor')
    return [
      {
        id: `flag_sample${index + 1}` as const,
        kind: one.kind,
        severity: one.severity,
        sentence: one.sentence,
        conversationId: conversation.id,
        conversationTitle: verdict?.value ?? 'Anonymous visitor',
        channel: { id: channel.id, name: channel.name },
        messageId: message?.id ?? null,
        messageText: message?.text ?? null,
        verdict,
        comparison: one.comparison ?? null,
        raisedAt: now - one.minutes * minute,
        agent: index % 2 ? 'Jian Yang' : null,
        state: one.done === true ? 'decided' : 'open',
        decision: one.done === true ? 'set-up-fault' : null,
        steps:
          one.done === true
            ? [
                {
                  what: 'decided',
                  by: 'Monica Hall',
                  at: now - 2_900 * minute,
                  decision: 'set-up-fault',
                  note: 'The shop signs the old address. Told their developer.',
                },
              ]
            : [],
      },
    ]
  })
}

/** A flag that somebody raises by hand. */
export function reportedFlag(
  world: { now: () => number; nextId: () => string; channels: ChannelView[] },
  held: HeldConversation,
  sentence: string,
): FlagRow {
  const verdict = newestVerdict(held)
  const message = held.messages.findLast((each) => each.kind === 'visitor')
  const channel = world.channels.find((each) => each.id === held.channelId)
  return {
    id: `flag_${world.nextId()}`,
    kind: 'agent-report',
    severity: 'serious',
    sentence,
    conversationId: held.id,
    conversationTitle: verdict?.value ?? 'Anonymous visitor',
    channel: { id: held.channelId as ChannelView['id'], name: channel?.name ?? '' },
    messageId: message?.id ?? null,
    messageText: message?.text ?? null,
    verdict,
    comparison: null,
    raisedAt: world.now(),
    agent: null,
    state: 'open',
    decision: null,
    steps: [],
  }
}

export function sampleRefusals(now: number): RefusalRow[] {
  const shop = { id: 'chan_shop' as const, name: 'Pied Piper shop' }
  const bank = { id: 'chan_bank' as const, name: 'Northwind banking' }
  return [
    {
      channel: bank,
      code: 'unverified-visitor',
      sentence: 'This site only takes messages from visitors who are signed in.',
      origin: 'https://bank.northwind.test',
      count: 47,
      firstAt: now - 9_000 * minute,
      lastAt: now - 3 * minute,
    },
    {
      channel: shop,
      code: 'origin-not-allowed',
      sentence: 'This page is not on the list of origins for its channel.',
      origin: 'https://shop-piedpiper.test',
      count: 212,
      firstAt: now - 600 * minute,
      lastAt: now - 11 * minute,
    },
    {
      channel: shop,
      code: 'too-fast',
      sentence: 'Too many messages in a short time.',
      origin: 'https://shop.piedpiper.com',
      count: 9,
      firstAt: now - 80 * minute,
      lastAt: now - 79 * minute,
    },
    {
      channel: null,
      code: 'unknown-channel',
      sentence: 'There is no channel with this id.',
      origin: null,
      count: 3,
      firstAt: now - 4_000 * minute,
      lastAt: now - 1_400 * minute,
    },
  ]
}

export function sampleContacts(held: HeldConversation[], channels: ChannelView[]): ContactRow[] {
  return held.flatMap((conversation) => {
    const verdict = newestVerdict(conversation)
    const channel = channels.find((each) => each.id === conversation.channelId)
    if (verdict === null || channel === undefined || verdict.value === null) return []
    const proven = conversation.messages.findLast((message) => message.verdict?.status === 'verified')
    return [
      {
        id: `cont_${conversation.id.slice(5)}` as const,
        channel: { id: channel.id, name: channel.name },
        field: verdict.field ?? 'email',
        value: verdict.value,
        universe: conversation.universe,
        firstSeenAt: conversation.messages[0]?.at ?? 0,
        lastSeenAt: conversation.messages.at(-1)?.at ?? 0,
        lastVerifiedAt: proven?.at ?? null,
        conversations: 1,
      },
    ]
  })
}
