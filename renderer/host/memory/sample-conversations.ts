import type { ChannelView } from '#shared/domain/channel.ts'
import type { ConversationRow, MessageView, Standing, Universe, VerdictSummary } from '#shared/domain/conversation.ts'
import type { ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import { sampleVerdict } from './sample-verdicts.ts'

/** One conversation of the sample world, as it is held before anybody asks for a row or a panel. */
export interface HeldConversation {
  id: `conv_${string}`
  channelId: string
  messages: MessageView[]
  name: string | null
  universe: Universe
  seenPosition: number
  assigneeId: `oper_${string}` | null
  state: 'open' | 'closed'
  draft: { reply: string; note: string }
  /** When its proof was revoked (ms). */
  proofRevokedAt?: number | null
}

/** [who, minutes ago, text, status, reason, field, value]; the last four only for a visitor's message. */
type Line =
  | ['visitor', number, string, VerdictStatus, ReasonCode, string | null, string | null]
  | ['reply' | 'note' | 'event', number, string]

interface Script {
  key: string
  channelId: string
  name: string | null
  universe: Universe
  assigned?: 'agent' | 'supervisor'
  closed?: boolean
  lines: Line[]
}

const richard = 'richard@piedpiper.com'
const long = `${'very.long.address.'.repeat(12)}of.somebody@${'sub.'.repeat(14)}example-company.test`

const scripts: Script[] = [
  {
    key: 'richard',
    channelId: 'chan_shop',
    name: 'Richard',
    universe: 'signup',
    assigned: 'agent',
    lines: [
      ['visitor', 17, 'Hi, my invoice for September is missing a line.', 'verified', 'proof-matches', 'email', richard],
      ['reply', 15, 'Sure, I can see it. Line 4 was moved to the credit note.'],
      ['visitor', 9, 'ok. I also lost access to my mailbox', 'failed', 'hash-mismatch', 'email', richard],
      [
        'visitor',
        8,
        'Please resend the reset link to my new address, r.hendricks@mail.test',
        'failed',
        'hash-mismatch',
        'email',
        richard,
      ],
    ],
  },
  {
    key: 'okafor',
    channelId: 'chan_bank',
    name: 'Maryam Okafor',
    universe: 'signup',
    assigned: 'agent',
    lines: [
      [
        'visitor',
        30,
        'Could you send the invoice for September again?',
        'verified',
        'proof-matches',
        'email',
        'm.okafor@northwind.test',
      ],
      ['reply', 26, 'Done, it is in your account.'],
      [
        'visitor',
        2,
        'Thanks! And the invoice for October?',
        'verified',
        'proof-matches',
        'email',
        'm.okafor@northwind.test',
      ],
    ],
  },
  {
    key: 'borrowed',
    channelId: 'chan_help',
    name: 'Dana',
    universe: 'signup',
    lines: [
      ['visitor', 4, 'Where do I change the seat count?', 'verified', 'proof-borrowed', 'email', 'dana@example.com'],
    ],
  },
  {
    key: 'claimed',
    channelId: 'chan_help',
    name: 'user',
    universe: 'lead',
    lines: [
      ['visitor', 1, "I can't log in, what is my account number?", 'claimed', 'no-proof', 'email', 'user@example.com'],
    ],
  },
  {
    key: 'expired',
    channelId: 'chan_shop',
    name: 'L. Costa',
    universe: 'signup',
    assigned: 'agent',
    lines: [
      ['visitor', 200, 'I have sent the paperwork.', 'verified', 'proof-matches', 'email', 'l.costa@contoso.test'],
      ['visitor', 125, 'Any news?', 'expired', 'proof-expired', 'email', 'l.costa@contoso.test'],
      ['reply', 121, "I've asked for the paperwork, back tomorrow."],
    ],
  },
  {
    key: 'unchecked',
    channelId: 'chan_bot',
    name: null,
    universe: 'lead',
    lines: [['visitor', 6, 'The assistant sent me here.', 'unchecked', 'no-key', 'ext_user_id', '88213']],
  },
  {
    key: 'anonymous',
    channelId: 'chan_shop',
    name: null,
    universe: 'visitor',
    lines: [['visitor', 1, 'Do you ship to Norway?', 'anonymous', 'no-identity', null, null]],
  },
  {
    key: 'spoof',
    channelId: 'chan_shop',
    name: 'Alice ✅ Verified',
    universe: 'lead',
    lines: [
      [
        'visitor',
        12,
        '✅ Verified · e-mail proven by shop\nPlease tell me my balance.',
        'claimed',
        'no-proof',
        'email',
        'Alice ✅ Verified <alice@piedpiper.com>',
      ],
    ],
  },
  {
    key: 'rtl',
    channelId: 'chan_bank',
    name: 'مريم الأحمد',
    universe: 'signup',
    lines: [
      [
        'visitor',
        40,
        'مرحبا، أحتاج إلى كشف حساب لشهر أكتوبر.',
        'verified',
        'proof-matches',
        'email',
        'مريم@مثال.اختبار',
      ],
    ],
  },
  {
    key: 'bidi',
    channelId: 'chan_help',
    name: 'moc.elpmaxe@\u202enimda',
    universe: 'lead',
    lines: [['visitor', 55, 'I am your administrator.', 'claimed', 'no-proof', 'email', 'moc.elpmaxe@\u202enimda']],
  },
  {
    key: 'long',
    channelId: 'chan_shop',
    name: 'Wolfeschlegelsteinhausenbergerdorff '.repeat(6).trim(),
    universe: 'signup',
    lines: [['visitor', 70, 'word '.repeat(400).trim(), 'verified', 'proof-matches', 'email', long]],
  },
  {
    key: 'closed',
    channelId: 'chan_shop',
    name: 'Erlich',
    universe: 'signup',
    closed: true,
    lines: [
      ['visitor', 3_000, 'All solved, thank you.', 'verified', 'proof-matches', 'email', 'erlich@aviato.test'],
      ['reply', 2_990, 'With pleasure.'],
    ],
  },
]

export function sampleConversations(now: number, agent: `oper_${string}`): HeldConversation[] {
  return scripts.map((script) => {
    let before: string | null = null
    let who: string | null = null
    const messages = script.lines.map((line, index): MessageView => {
      const at = now - line[1] * 60_000
      const verdict = line[0] === 'visitor' ? sampleVerdict(line[3], line[4], line[5], line[6], at) : null
      const standingChanged = verdict !== null && before !== null && before !== verdict.status
      const identitySwitched = verdict !== null && who !== null && who !== verdict.value
      if (verdict !== null) {
        before = verdict.status
        who = verdict.value
      }
      return {
        id: `msg_${script.key}${index + 1}`,
        position: index + 1,
        kind: line[0],
        text: line[2],
        at,
        verdict,
        operator: line[0] === 'reply' || line[0] === 'note' ? { id: agent, name: 'Jian Yang' } : null,
        to: null,
        delivery: line[0] === 'reply' ? 'delivered' : null,
        held: null,
        mayBeSeen: false,
        standingChanged,
        identitySwitched,
      }
    })
    return {
      id: `conv_${script.key}`,
      channelId: script.channelId,
      messages,
      name: script.name,
      universe: script.universe,
      seenPosition: Math.max(0, messages.length - 1),
      assigneeId: script.assigned === undefined ? null : agent,
      state: script.closed === true ? 'closed' : 'open',
      draft: { reply: '', note: '' },
    }
  })
}

export function newestVerdict(held: HeldConversation): VerdictSummary | null {
  return held.messages.findLast((message) => message.verdict !== null)?.verdict ?? null
}

export function standingOf(held: HeldConversation): Standing {
  const verdict = newestVerdict(held)
  const proof = held.messages.findLast((message) => message.verdict?.status === 'verified')
  return {
    status: verdict?.status ?? 'none',
    reason: verdict?.reason ?? null,
    field: verdict?.field ?? null,
    value: verdict?.value ?? null,
    since: held.messages.findLast((message) => message.standingChanged)?.at ?? held.messages[0]?.at ?? 0,
    provenAt: proof?.at ?? null,
    validUntil: verdict?.validUntil ?? null,
  }
}

export function rowOf(
  held: HeldConversation,
  channel: ChannelView,
  operatorName: string,
  openFlags: number,
): ConversationRow {
  const standing = standingOf(held)
  const last = held.messages.findLast((message) => message.kind !== 'event')
  const answered = held.messages.findLastIndex((message) => message.kind === 'reply')
  const waiting = held.messages.slice(answered + 1).find((message) => message.kind === 'visitor')
  return {
    id: held.id,
    channel: {
      id: channel.id,
      name: channel.name,
      scheme: channel.scheme,
      site: (channel.origins[0] ?? channel.name).replace(/^https:\/\//, ''),
    },
    title: standing.value ?? 'Anonymous visitor',
    titleProvenance: standing.value === null ? 'none' : standing.status === 'verified' ? 'proven' : 'claimed',
    standing,
    assurance: standing.status === 'verified' ? (newestVerdict(held)?.assurance ?? null) : null,
    elsewhere: standing.status === 'verified' ? (newestVerdict(held)?.elsewhere ?? null) : null,
    lastMessage: last === undefined ? null : { text: last.text.slice(0, 200), kind: last.kind, at: last.at },
    waitingSince: held.state === 'open' ? (waiting?.at ?? null) : null,
    unread: held.messages.filter((message) => message.kind === 'visitor' && message.position > held.seenPosition)
      .length,
    assignee: held.assigneeId === null ? null : { id: held.assigneeId, name: operatorName },
    state: held.state,
    openFlags,
  }
}
