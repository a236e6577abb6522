import { ProblemError } from '#shared/contract/result.ts'
import type { BlockRow, EvidenceEntry, FlagAge, FlagRow, ReviewStep } from '#shared/domain/review.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import { reportedFlag } from './sample-review.ts'
import type { World } from './world.ts'
import { found, requireSupervisor, workspaceOf } from './world.ts'

type Review = Pick<Answers, Extract<keyof Answers, `flags.${string}` | `identities.${string}` | 'refusals.list'>>

/** Review, from memory. */
export function answerReview(world: World, announce: InMemoryHost['announce']): Review {
  const blocks: BlockRow[] = []
  const flagOf = (flagId: string) =>
    found(
      world.flags.find(({ id }) => id === flagId),
      'flag',
    )
  const step = (flag: FlagRow, what: ReviewStep['what'], decision: ReviewStep['decision'], note: string) =>
    flag.steps.push({ what, by: workspaceOf(world).operator.name, at: world.now(), decision, note })
  const told = () => {
    announce('flags')
    announce('inbox')
  }
  return {
    'flags.list': ({ state, kind, severity, age, channelId, agentId, cursor, limit }) => {
      requireSupervisor(world)
      const wanted = {
        open: ['open', 'draft'],
        disputed: ['disputed'],
        decided: ['decided', 'settled'],
      }[state]
      const agent = workspaceOf(world).operators.find(({ id }) => id === agentId)
      const rows = world.flags
        .filter((flag) => wanted.includes(flag.state))
        .filter((flag) => !kind || flag.kind === kind)
        .filter((flag) => !severity || flag.severity === severity)
        .filter((flag) => !channelId || flag.channel.id === channelId)
        .filter((flag) => !agentId || flag.agent === agent?.name)
        .filter((flag) => !age || isOfAge(age, world.now() - flag.raisedAt))
        .toSorted((a, b) => rank(a.severity) - rank(b.severity) || b.raisedAt - a.raisedAt)
      const from = Number(cursor ?? 0)
      const count = (...states: string[]) => world.flags.filter((flag) => states.includes(flag.state)).length
      return {
        rows: rows.slice(from, from + limit),
        nextCursor: rows.length > from + limit ? String(from + limit) : null,
        counts: { open: count('open', 'draft'), disputed: count('disputed') },
      }
    },
    'flags.read': ({ flagId }) => {
      requireSupervisor(world)
      const flag = flagOf(flagId)
      const held = world.conversations.find(({ id }) => id === flag.conversationId)
      const evidence: EvidenceEntry[] = (held?.messages ?? []).map((message) => ({
        at: message.at,
        kind: message.kind === 'visitor' ? 'message' : message.kind === 'reply' ? 'reply' : 'note',
        sentence:
          message.kind === 'visitor'
            ? `The visitor wrote: ${message.verdict?.status ?? 'anonymous'}.`
            : `${message.operator?.name ?? 'Somebody'} ${message.kind === 'note' ? 'added an internal note' : 'replied'}.`,
        text: message.text,
        verdict: message.verdict,
        messageId: message.id,
        origin: message.kind === 'visitor' ? 'https://shop.piedpiper.com' : null,
      }))
      const value = flag.verdict?.value ?? null
      const field = flag.verdict?.field ?? 'email'
      const known = flag.comparison?.known ?? (flag.kind === 'proof-rejected' ? value : null)
      return {
        flag,
        evidence: [
          ...evidence,
          {
            at: flag.raisedAt,
            kind: 'flag' as const,
            sentence: `Flagged: ${flag.sentence}`,
            text: null,
            verdict: null,
            messageId: flag.messageId,
            origin: null,
          },
        ].toSorted((a, b) => a.at - b.at),
        claims:
          value === null ? [] : [{ name: field, value: flag.comparison?.claimed ?? value, provenance: 'claimed' }],
        known:
          known === null
            ? null
            : {
                fields: [
                  { name: field, value: known },
                  { name: 'name', value: 'Richard Hendricks' },
                ],
                firstSeenAt: world.now() - 40 * 86_400_000,
                lastVerifiedAt: world.now() - 2 * 86_400_000,
                conversations: 12,
              },
        proof:
          flag.verdict?.status === 'failed'
            ? { revokedAt: null, sessions: 2, firstSeenAt: flag.raisedAt - 3_600_000 }
            : null,
        keys:
          flag.verdict?.status === 'failed'
            ? [{ id: 'key_sample', label: 'Main key', channel: flag.channel, state: 'active', compromised: false }]
            : [],
        subject: value === null ? null : { field, value },
        block: blocks.find((block) => block.value === value) ?? null,
      }
    },
    'flags.decide': ({ flagIds, decision, note, draft }) => {
      requireSupervisor(world)
      const decided = flagIds.filter((id) => ['open', 'draft'].includes(flagOf(id).state))
      for (const id of decided) {
        const flag = flagOf(id)
        flag.state = draft ? 'draft' : 'decided'
        flag.decision = draft ? null : decision
        step(flag, draft ? 'drafted' : 'decided', decision, note)
      }
      told()
      return { decided }
    },
    'flags.dispute': ({ flagId, note }) => {
      const flag = flagOf(flagId)
      if (flag.state !== 'decided') throw new ProblemError('conflict', 'Nothing was decided here yet.')
      flag.state = 'disputed'
      step(flag, 'disputed', null, note)
      told()
      return { flagId }
    },
    'flags.settle': ({ flagIds, decision, note }) => {
      requireSupervisor(world)
      const settled = flagIds.filter((id) => flagOf(id).state === 'disputed')
      for (const id of settled) {
        const flag = flagOf(id)
        flag.state = 'settled'
        flag.decision = decision
        step(flag, 'settled', decision, note)
      }
      told()
      return { settled }
    },
    'flags.tellAgent': ({ flagId }) => {
      requireSupervisor(world)
      return { flagId: flagOf(flagId).id }
    },
    'flags.report': ({ conversationId, note }) => {
      const held = found(
        world.conversations.find((one) => one.id === conversationId),
        'conversation',
      )
      const flag = reportedFlag(world, held, `${workspaceOf(world).operator.name} reports: ${note}`)
      world.flags.unshift(flag)
      told()
      return { flagId: flag.id }
    },
    'flags.ofConversation': ({ conversationId }) => ({
      rows: world.flags
        .filter((flag) => flag.conversationId === conversationId)
        .map(({ id, kind, severity, sentence, raisedAt, state, decision, steps }) => ({
          id,
          kind,
          severity,
          sentence,
          raisedAt,
          state,
          decision,
          last: steps.at(-1) ?? null,
        })),
    }),
    'identities.list': () => {
      requireSupervisor(world)
      return { rows: blocks }
    },
    'identities.block': ({ flagId, scope, note }) => {
      requireSupervisor(world)
      const flag = flagOf(flagId)
      const block: BlockRow = {
        id: `blck_${world.nextId()}`,
        channel: flag.channel,
        field: flag.verdict?.field ?? 'email',
        value: flag.verdict?.value ?? '',
        scope,
        note,
        by: workspaceOf(world).operator.name,
        at: world.now(),
        hits: 0,
      }
      blocks.unshift(block)
      told()
      return block
    },
    'identities.unblock': ({ blockId }) => {
      requireSupervisor(world)
      const at = blocks.findIndex(({ id }) => id === blockId)
      if (at === -1) throw new ProblemError('not-found', 'This block was lifted already.')
      blocks.splice(at, 1)
      told()
      return { blockId }
    },
    'refusals.list': () => {
      requireSupervisor(world)
      return { rows: world.refusals }
    },
  }
}

const hour = 3_600_000
const isOfAge = (wanted: FlagAge, age: number) =>
  wanted === 'older' ? age > 24 * hour : age <= (wanted === 'hour' ? hour : 24 * hour)

const rank = (severity: 'serious' | 'notice') => (severity === 'serious' ? 0 : 1)
