import type { ChangeTopic, RequestName } from '#shared/contract/names.ts'
import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { requestInputs } from '#shared/contract/requests.ts'
import type { Result } from '#shared/contract/result.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { Host } from './host.ts'
import { answerAudit } from './memory/answer-audit.ts'
import { answerConversations } from './memory/answer-conversations.ts'
import { answerGrants } from './memory/answer-grants.ts'
import { answerInsights } from './memory/answer-insights.ts'
import { answerLive } from './memory/answer-live.ts'
import { answerReplies } from './memory/answer-replies.ts'
import { answerReview } from './memory/answer-review.ts'
import { answerSession } from './memory/answer-session.ts'
import { answerSetup } from './memory/answer-setup.ts'
import type { WorldOptions } from './memory/world.ts'
import { makeWorld } from './memory/world.ts'

export type Answers = { [Name in RequestName]: (input: RequestInput<Name>) => RequestOutput<Name> }

export interface InMemoryOptions extends WorldOptions {
  /** Milliseconds each answer takes; null never answers, to look at what is shown while waiting. */
  latency?: number | null
  /** Requests that fail with a problem; `all` fails every one but `workspace.get`. */
  failing?: readonly RequestName[] | 'all'
}

export interface InMemoryHost extends Host {
  /** Says that something changed, as the main process would. */
  announce: (topic: ChangeTopic, conversationId?: `conv_${string}` | null) => void
}

/** What answers whatever else does not. */
const always: readonly RequestName[] = ['workspace.get', 'session.get']

/**
 * The whole contract answered from memory, with no main process behind it: for the preview build and for tests of
 * the window. Inputs are parsed by the contract's own schemas. It verifies nothing; it must never be part of the
 * product's bundle.
 */
export function createInMemoryHost(options: InMemoryOptions): InMemoryHost {
  const listeners = new Set<(event: ChangeEvent) => void>()
  const announce: InMemoryHost['announce'] = (topic, conversationId = null) => {
    for (const listener of listeners) listener({ topic, conversationId })
  }
  const world = makeWorld(options)
  const answers: Answers = {
    ...answerSetup(world, announce),
    ...answerConversations(world, announce),
    ...answerReplies(world, announce),
    ...answerSession(world, announce),
    ...answerGrants(world, announce),
    ...answerReview(world, announce),
    ...answerLive(world, announce),
    ...answerAudit(world),
    ...answerInsights(world),
  }
  const latency = options.latency === undefined ? 0 : options.latency
  const fails = (name: RequestName) =>
    options.failing === 'all' ? !always.includes(name) : (options.failing ?? []).includes(name)

  async function ask<Name extends RequestName>(name: Name, input: unknown): Promise<Result<RequestOutput<Name>>> {
    if (latency === null && !always.includes(name)) return new Promise(() => {})
    if (latency !== null && latency > 0) await new Promise((resolve) => setTimeout(resolve, latency))
    if (fails(name))
      return {
        ok: false,
        problem: {
          code: 'storage-unavailable',
          message:
            'The database cannot be read. Nothing was lost: the file is kept as it is. Restart Bonafide, or restore a copy.',
        },
      }
    const parsed = requestInputs[name].safeParse(input)
    if (!parsed.success)
      return { ok: false, problem: { code: 'input-invalid', message: 'That input is not what this request takes.' } }
    try {
      const value = answers[name](parsed.data as RequestInput<Name>)
      return { ok: true, value: structuredClone(value) }
    } catch (error) {
      if (error instanceof ProblemError) return { ok: false, problem: { code: error.code, message: error.message } }
      throw error
    }
  }

  const areas: Record<string, Record<string, unknown>> = {}
  for (const name of Object.keys(requestInputs) as RequestName[]) {
    const [area, verb] = name.split('.') as [string, string]
    areas[area] ??= {}
    areas[area][verb] = (input: unknown) => ask(name, input)
  }
  return {
    ...(areas as unknown as Omit<Host, 'onChange'>),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announce,
  } as InMemoryHost
}
