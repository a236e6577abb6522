import type { PageApi, PageCall, PayloadPart } from '#shared/vendors/page.ts'
import { isRecord, type PageCalls, type PageGlobals } from './calls.ts'

type Payload = Record<string, unknown>
type Ask = { part: PayloadPart; ask: (...given: unknown[]) => unknown }

/**
 * Answers a vendor's page API by its description: calls that were gathered before the script came are answered in
 * their order, then each one as it is made.
 *
 * @returns `again` asks the functions that give a token for a new one
 */
export function installDescribed(page: PageGlobals, api: PageApi, calls: PageCalls): { again(): void } {
  let said: Payload = {}
  let asks: Ask[] = []
  /** Rises with every call, so that a token that comes late does not speak for whoever signed in since. */
  let turn = 0

  const give = (payload: Payload) => {
    said = { ...said, ...payload }
    calls.identify(said)
  }
  const askFor = ({ part, ask }: Ask) => {
    const asked = turn
    const take = (token: unknown) => {
      if (asked === turn && typeof part.as === 'string') give({ [part.as]: token })
    }
    try {
      if (part.asks === 'callback') ask(take)
      else Promise.resolve(ask()).then(take, () => undefined)
    } catch {
      // The page's own function failed: whoever was identified before still is.
    }
  }

  const answer = (call: PageCall, given: readonly unknown[]) => {
    turn += 1
    if (call.gives === 'nobody') {
      said = {}
      asks = []
      calls.identify(null)
      return
    }
    const parts = readParts(call.gives, given)
    if (parts === null) return
    if (call.adds !== true) {
      said = {}
      asks = []
    }
    asks.push(...parts.asks)
    if (Object.keys(parts.payload).length > 0) give(parts.payload)
    for (const ask of parts.asks) askFor(ask)
  }

  const dispatch = (on: string, args: readonly unknown[]) => {
    for (const call of api.calls) {
      if (call.on.join('.') !== on) continue
      const listed = call.listed === true ? args[0] : args
      if (!Array.isArray(listed)) continue
      if (call.words.every((word, index) => listed[index] === word)) answer(call, listed.slice(call.words.length))
    }
  }

  for (const path of api.settings) {
    const settings = path.reduce<unknown>((from, name) => (isRecord(from) ? from[name] : undefined), page)
    if (isRecord(settings) && Object.keys(settings).length > 0) give({ ...settings })
  }
  const gathered = [...new Set(api.calls.map(({ on }) => on[0] ?? ''))].flatMap((name) =>
    install(page, name, api, dispatch),
  )
  for (const [on, args] of gathered) dispatch(on, args)
  announceReady(page, api)
  return { again: () => asks.forEach(askFor) }
}

/** Puts the functions in place and says which calls had been gathered there before. */
function install(
  page: PageGlobals,
  name: string,
  { calls }: PageApi,
  dispatch: (on: string, args: unknown[]) => void,
): [string, unknown[]][] {
  const before = page[name]
  const paths = [...new Set(calls.map(({ on }) => on.join('.')).filter((on) => on.split('.')[0] === name))]
  if (paths.includes(name)) {
    const commands = (...args: unknown[]) => dispatch(name, args)
    page[name] = Object.assign(commands, before)
    return queueOf(before).map((args) => [name, args])
  }
  const root: Payload = isRecord(before) ? before : {}
  page[name] = root
  for (const path of paths) {
    const steps = path.split('.').slice(1)
    const last = steps.pop() ?? ''
    let at = root
    for (const step of steps) {
      const next = isRecord(at[step]) ? at[step] : {}
      at[step] = next
      at = next
    }
    at[last] = (...args: unknown[]) => dispatch(path, args)
  }
  // A list that the page pushed to is its own queue; a stub keeps the method's name before the arguments.
  if (Array.isArray(before)) return before.map((args: unknown) => [`${name}.push`, [args]])
  return queueOf(before).map(([method, ...args]) => [`${name}.${String(method)}`, args])
}

function queueOf(stub: unknown): unknown[][] {
  if ((typeof stub !== 'object' && typeof stub !== 'function') || stub === null) return []
  const queue = (stub as { q?: unknown }).q
  return Array.isArray(queue) ? queue.map((call) => Array.from(call as ArrayLike<unknown>)) : []
}

/** Null where an argument is not of the described shape: another use of the same call. */
function readParts(parts: readonly PayloadPart[], given: readonly unknown[]): { payload: Payload; asks: Ask[] } | null {
  const payload: Payload = {}
  const asks: Ask[] = []
  for (const [index, part] of parts.entries()) {
    const { argument, at = [], as } = part
    const value = at.reduce<unknown>((from, name) => (isRecord(from) ? from[name] : undefined), given[argument])
    if (value === undefined || value === null) {
      if (index === 0) return null
      continue
    }
    if (part.asks !== undefined) {
      if (typeof value === 'function') asks.push({ part, ask: value as Ask['ask'] })
    } else if (as === undefined) {
      if (!isRecord(value)) return index === 0 ? null : { payload, asks }
      Object.assign(payload, value)
    } else if (typeof as === 'string') payload[as] = value
    else
      as.forEach((name, place) => {
        const element = Array.isArray(value) ? value[place] : place === 0 ? value : undefined
        if (element !== undefined) payload[name] = element
      })
  }
  return { payload, asks }
}

function announceReady(page: PageGlobals, { ready }: PageApi): void {
  if (ready === null) return
  const dispatchEvent = page['dispatchEvent']
  if (ready.event !== undefined && typeof dispatchEvent === 'function') {
    dispatchEvent.call(page, new Event(ready.event))
  }
  const callback = ready.callback?.reduce<unknown>((from, name) => (isRecord(from) ? from[name] : undefined), page)
  if (typeof callback === 'function') callback()
}
