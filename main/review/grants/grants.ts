import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { Standing } from '#shared/domain/conversation.ts'
import {
  type GrantRequestRow,
  type GrantRequestState,
  type GrantRequestView,
  grantLifetime,
} from '#shared/domain/grant.ts'
import type { GrantRequestId, OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../../clock.ts'
import { channelNameWith } from '../../conversations/inbox.ts'
import type { ChannelDirectory } from '../../conversations/ports.ts'
import { newId, type RandomBytes } from '../../new-id.ts'
import type { Acting } from '../../operators/key-statements.ts'
import type { SigningKey } from '../../operators/operator-secret.ts'
import type { Operators } from '../../operators/operators.ts'
import { digestOfText } from '../../replies/stored/ask-gate.ts'
import type { Store } from '../../storage/port.ts'
import type { StoredGrantRequest } from '../stored/grants.ts'
import type { ReviewReads, ReviewWrites } from '../stored/operations.ts'
import { signGrant } from './grant-token.ts'

export interface GrantsParts {
  store: Store<ReviewWrites, ReviewReads>
  channels: ChannelDirectory
  operators: Pick<Operators, 'nameOf' | 'isSupervisorKey'>
  clock: Clock
  randomBytes: RandomBytes
  onChange(event: ChangeEvent): void
}

/** Requests to send what the gate blocks, and what supervisors make of them. Who may call these, the handlers decide. */
export function createGrants({ store, channels, operators, clock, randomBytes, onChange }: GrantsParts) {
  const channelOf = channelNameWith(channels)
  const nameOf = (id: OperatorId) => operators.nameOf(id) ?? 'Former operator'
  const view = (request: StoredGrantRequest): GrantRequestView => {
    const { id, conversationId, text, templates, reasons, note, requestedAt, decidedAt, decision, expiresAt } = request
    const { operatorId, decidedBy } = request
    return {
      id,
      conversationId,
      operator: { id: operatorId, name: nameOf(operatorId) },
      text,
      templates,
      reasons,
      note,
      requestedAt,
      decidedAt,
      decision,
      expiresAt,
      state: stateAt(request, clock()),
      decidedBy: decidedBy === null ? null : nameOf(decidedBy),
    }
  }
  const row = (request: StoredGrantRequest & { standing: Standing }): GrantRequestRow => ({
    ...view(request),
    conversationTitle: request.conversationTitle,
    channel: channelOf(request.channelId),
    standing: request.standing,
    seriousFlags: request.seriousFlags,
  })
  const found = async (requestId: GrantRequestId) => {
    const { request, head } = await store.read('grants.find', { requestId })
    if (request === null) throw new ProblemError('not-found', 'This request does not exist any more.')
    return { request, head }
  }
  const decided = async (requestId: GrantRequestId): Promise<GrantRequestView> => {
    const { request } = await found(requestId)
    const { conversationId } = request
    for (const topic of ['grants', 'conversation'] as const) onChange({ topic, conversationId })
    onChange({ topic: 'workspace', conversationId: null })
    return view(request)
  }

  return {
    async request(input: RequestInput<'grants.request'>, by: OperatorId): Promise<RequestOutput<'grants.request'>> {
      if (input.text.trim() === '') throw new ProblemError('input-invalid', 'There is nothing to ask for yet.')
      const requestId = await store.write('grants.request', {
        ...input,
        requestId: newId('greq', randomBytes),
        operatorId: by,
        at: clock(),
      })
      onChange({ topic: 'grants', conversationId: input.conversationId })
      onChange({ topic: 'workspace', conversationId: null })
      return { requestId }
    },

    async mine({ conversationId }: RequestInput<'grants.mine'>, by: OperatorId): Promise<RequestOutput<'grants.mine'>> {
      return { rows: (await store.read('grants.mine', { conversationId, operatorId: by })).map(view) }
    },

    async list(input: RequestInput<'grants.list'>): Promise<RequestOutput<'grants.list'>> {
      return { rows: (await store.read('grants.list', { ...input, at: clock() })).map(row) }
    },

    /** Signs exactly what the supervisor has read, with the key of their session. */
    async approve(
      { requestId, text, reason }: RequestInput<'grants.approve'>,
      acting: Acting,
    ): Promise<GrantRequestView> {
      const key = approvingKey(acting, operators)
      const { request, head } = await found(requestId)
      if (request.operatorId === acting.by.id) {
        throw new ProblemError('not-allowed', 'Another supervisor must decide on your own request.')
      }
      if (request.state !== 'waiting') throw new ProblemError('conflict', 'This request was decided already.')
      if (request.text !== text) throw new ProblemError('conflict', 'This is not the text that waits. Read it again.')
      const at = clock()
      const grantId = newId('grnt', randomBytes)
      const expiresAt = Math.floor((at + grantLifetime) / 1_000) * 1_000
      const token = await signGrant(
        {
          grantId,
          supervisorId: acting.by.id,
          agentId: request.operatorId,
          conversationId: request.conversationId,
          textDigest: digestOfText(text),
          templates: request.templates.map(({ id, version }) => ({ id, version })),
          issuedAt: at,
          expiresAt,
          after: head,
        },
        key,
      )
      const operatorId = acting.by.id
      await store.write('grants.approve', { requestId, grantId, operatorId, reason, token, expiresAt, at })
      return decided(requestId)
    },

    async decline({ requestId, note }: RequestInput<'grants.decline'>, by: OperatorId): Promise<GrantRequestView> {
      await store.write('grants.decline', { requestId, operatorId: by, note, at: clock() })
      return decided(requestId)
    },

    countWaiting: (): Promise<number> => store.read('grants.countWaiting', {}),
  }
}
export type Grants = ReturnType<typeof createGrants>

function approvingKey({ key }: Acting, operators: GrantsParts['operators']): SigningKey {
  if (key !== null && operators.isSupervisorKey(key)) return key
  throw new ProblemError(
    'keystore-unavailable',
    'Approving needs your signing key, and it cannot be used on this machine. Settings, Sign-in, says what to do.',
  )
}

function stateAt({ state, expiresAt }: StoredGrantRequest, now: number): GrantRequestState {
  return state === 'granted' && expiresAt !== null && now >= expiresAt ? 'expired' : state
}
