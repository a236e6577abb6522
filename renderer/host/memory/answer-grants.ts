import { ProblemError } from '#shared/contract/result.ts'
import { type GrantRequestRow, grantLifetime } from '#shared/domain/grant.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import type { World } from './world.ts'
import { found, requireSupervisor, rowFor, workspaceOf } from './world.ts'

/** Override requests, from memory. Nothing is signed here. */
export function answerGrants(
  world: World,
  announce: InMemoryHost['announce'],
): Pick<Answers, Extract<keyof Answers, `grants.${string}`>> {
  const waiting = (requestId: string): GrantRequestRow => {
    requireSupervisor(world)
    const request = found(
      world.grantRequests.find((one) => one.id === requestId),
      'request',
    )
    if (request.state !== 'waiting') throw new ProblemError('conflict', 'This request was decided already.')
    return request
  }
  const decide = (request: GrantRequestRow, change: Partial<GrantRequestRow>) => {
    Object.assign(request, change, { decidedAt: world.now(), decidedBy: workspaceOf(world).operator.name })
    announce('grants', request.conversationId)
    announce('workspace')
    return request
  }
  return {
    'grants.request': ({ conversationId, text, note }) => {
      const { operator } = workspaceOf(world)
      const held = found(
        world.conversations.find((one) => one.id === conversationId),
        'conversation',
      )
      const row = rowFor(world, held)
      const request: GrantRequestRow = {
        id: `greq_${world.nextId()}`,
        conversationId,
        conversationTitle: row.title,
        channel: row.channel,
        operator: { id: operator.id, name: operator.name },
        text,
        templates: [],
        reasons: ['not-verified'],
        note,
        requestedAt: world.now(),
        state: 'waiting',
        decidedAt: null,
        decidedBy: null,
        decision: null,
        expiresAt: null,
        standing: row.standing,
        seriousFlags: 0,
      }
      world.grantRequests.push(request)
      announce('grants', conversationId)
      announce('workspace')
      return { requestId: request.id }
    },
    'grants.mine': ({ conversationId }) => ({
      rows: world.grantRequests
        .filter((one) => one.conversationId === conversationId && one.operator.id === world.operatorId)
        .toReversed(),
    }),
    'grants.list': ({ state, limit }) => {
      requireSupervisor(world)
      const rows = world.grantRequests.filter((one) => (one.state === 'waiting') === (state === 'waiting'))
      return { rows: rows.slice(0, limit) }
    },
    'grants.approve': ({ requestId, reason }) =>
      decide(waiting(requestId), { state: 'granted', decision: reason, expiresAt: world.now() + grantLifetime }),
    'grants.decline': ({ requestId, note }) => decide(waiting(requestId), { state: 'declined', decision: note }),
  }
}
