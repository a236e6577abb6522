import { keepPreviousData, QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createContext, createElement, useContext, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { Bridge } from '#shared/contract/bridge.ts'
import type { RequestName } from '#shared/contract/names.ts'
import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { Problem, Result } from '#shared/contract/result.ts'
import { gatherEvents, watchTyping } from './gather-events.ts'
import type { HeldPages, PageAnswer } from './held-pages.ts'
import { appendPage, isStale, markStale, pagesToRefresh, replacePage } from './held-pages.ts'
import { isTouchedBy, topicsByAction } from './invalidation.ts'

/** What the window can ask of the process behind it. `window.bonafide` in the product, a memory in previews. */
export type Host = Bridge

/**
 * Calls one request by its contract name. Never throws: a bridge that breaks answers with an `internal` problem.
 */
export async function call<Name extends RequestName>(
  host: Host,
  name: Name,
  input: RequestInput<Name>,
): Promise<Result<RequestOutput<Name>>> {
  const [area, verb] = name.split('.') as [string, string]
  // The bridge type is built from these same names; indexing it by a union of them is beyond the compiler.
  const areas = host as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<Result<RequestOutput<Name>>>>
  >
  const ask = areas[area]?.[verb]
  if (ask === undefined)
    return {
      ok: false,
      problem: { code: 'unknown-request', message: 'This window asked for something the console does not offer.' },
    }
  try {
    return await ask(input)
  } catch {
    return {
      ok: false,
      problem: {
        code: 'internal',
        message: 'The console did not answer. Nothing was changed. Try again, or restart Bonafide.',
      },
    }
  }
}

const HostContext = createContext<Host | null>(null)

function makeQueryClient() {
  return new QueryClient({
    defaultOptions: {
      // Everything comes from this machine: being offline is no reason to wait, and a refusal is an answer.
      queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false, staleTime: 1_000 },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/**
 * Gives the tree its host, and listens to it in one place: each change event makes the requests it touches ask
 * again (see `requestsByTopic`).
 */
export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  const [client] = useState(makeQueryClient)
  useEffect(() => {
    const keys = watchTyping()
    const gather = gatherEvents((events) => invalidate(client, events).then(drawn), { pause: 100, typing: keys.typing })
    const unsubscribe = host.onChange(gather.add)
    return () => {
      unsubscribe()
      keys.stop()
      gather.stop()
    }
  }, [host, client])
  return createElement(HostContext.Provider, { value: host }, createElement(QueryClientProvider, { client }, children))
}

function invalidate(client: QueryClient, events: ChangeEvent[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => events.some((event) => isTouchedBy(event, queryKey[0] as RequestName, queryKey[1])),
  })
}

/** Resolves when the window has drawn what it was told; after a while also where it is hidden and draws nothing. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const hidden = setTimeout(resolve, 500)
    requestAnimationFrame(() => {
      clearTimeout(hidden)
      setTimeout(resolve, 0)
    })
  })
}

/** The host of this tree. Throws where no `HostProvider` is above: a fault of ours, never of the data. */
export function useHost(): Host {
  const host = useContext(HostContext)
  if (host === null) throw new Error('useHost needs a HostProvider above it')
  return host
}

async function unwrap<Value>(answer: Promise<Result<Value>>): Promise<Value> {
  const result = await answer
  if (!result.ok) throw result.problem
  return result.value
}

export interface RequestState<Value> {
  data: Value | undefined
  problem: Problem | null
  /** True until the first answer. */
  loading: boolean
  /**
   * True while an answer that is already shown is being asked for again. Whoever reads it is drawn again for every
   * question; whoever does not is drawn for answers alone.
   */
  readonly refreshing: boolean
  /** True while the answer to the former input is shown, with `keepPrevious`. */
  readonly former: boolean
  retry: () => void
}

export interface RequestOptions {
  /** False: do not ask yet. */
  enabled?: boolean
  /** Keep showing the answer to the former input while a new one is on its way, e.g. while typing in a search. */
  keepPrevious?: boolean
}

/** Asks `name` with `input` and keeps the answer current as long as the component is mounted. */
export function useRequest<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
  options: RequestOptions = {},
): RequestState<RequestOutput<Name>> {
  const host = useHost()
  const query = useQuery<RequestOutput<Name>, Problem>({
    queryKey: [name, input],
    queryFn: () => unwrap(call(host, name, input)),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
  })
  return {
    data: query.data as RequestOutput<Name> | undefined,
    problem: query.error,
    loading: query.isLoading,
    get former() {
      return query.isPlaceholderData
    },
    get refreshing() {
      return query.isFetching && !query.isLoading
    },
    retry: () => void query.refetch(),
  }
}

/**
 * A part of an answer, for those who need no more of it: they are drawn again only when that part changed. Undefined
 * before the first answer.
 */
export function useRequestPart<Name extends RequestName, Part extends keyof RequestOutput<Name>>(
  name: Name,
  input: RequestInput<Name>,
  part: Part,
): RequestOutput<Name>[Part] | undefined {
  const host = useHost()
  const query = useQuery<RequestOutput<Name>, Problem, RequestOutput<Name>[Part]>({
    queryKey: [name, input],
    queryFn: () => unwrap(call(host, name, input)),
    select: (answer) => answer[part],
  })
  return query.data
}

type PagedName = 'inbox.list' | 'live.list' | 'contacts.list' | 'flags.list' | 'audit.list' | 'insights.list'
type Row<Name extends PagedName> = RequestOutput<Name>['rows'][number]

export interface PagedState<Name extends PagedName> {
  rows: Row<Name>[]
  /** Names the input that the rows answer to: the one before, until the new one is answered. */
  answersTo: string
  /** The first page, for what it carries beside its rows (counts). */
  first: RequestOutput<Name> | undefined
  problem: Problem | null
  loading: boolean
  /** True while the rows still answer the former input. */
  previous: boolean
  hasMore: boolean
  loadingMore: boolean
  loadMore: () => void
  /** Tells which rows can be seen, the first and the last, both counted from 0. */
  look: (from: number, to: number) => void
  retry: () => void
}

type HeldList<Name extends PagedName> = HeldPages<Row<Name>> & { first: RequestOutput<Name> }

/**
 * A list by keyset: `loadMore` asks for the page after the last one, and `look` tells which rows can be seen. When
 * something changed, only the first page and those in view are asked for again, however many are held; the others
 * follow when they come into view.
 */
export function usePagedRequest<Name extends PagedName>(
  name: Name,
  input: Omit<RequestInput<Name>, 'cursor'> & { limit: number },
): PagedState<Name> {
  const host = useHost()
  const client = useQueryClient()
  const queryKey = [name, input]
  const keyWords = JSON.stringify(queryKey)
  const inView = useRef({ key: keyWords, from: 0, to: 0 })
  const [loadingMore, setLoadingMore] = useState(false)
  const loading = useRef<string | null>(null)

  const page = (cursor: string | null) => unwrap(call(host, name, { ...input, cursor } as RequestInput<Name>))
  const heldNow = () => client.getQueryData<HeldList<Name>>(queryKey)

  const query = useQuery<HeldList<Name>, Problem>({
    queryKey,
    queryFn: async () => {
      const before = heldNow()
      const { key, from, to } = inView.current
      const cursors = before === undefined || key !== keyWords ? [null] : pagesToRefresh(before, from, to)
      const answers = await Promise.all(cursors.map(page))
      const first = answers[0] as RequestOutput<Name>
      // A page may have been added while these were on their way.
      let held: HeldPages<Row<Name>> = markStale(heldNow() ?? { pages: [], nextCursor: null })
      if (held.pages.length === 0) held = appendPage(held, first as PageAnswer<Row<Name>>)
      // From the last to the first: putting a page in place changes the cursor of the one behind it only.
      for (const [index, cursor] of [...cursors.entries()].reverse()) {
        held = replacePage(held, cursor, answers[index] as PageAnswer<Row<Name>>, input.limit)
      }
      return { ...held, first }
    },
    placeholderData: keepPreviousData as never,
  })

  // A long list may be drawn a little later than it came, and gives way to typing while it is.
  const held = useDeferredValue(query.data)
  const rows = useMemo(() => (held?.pages ?? []).flatMap((one) => one.rows), [held])
  const answersTo = useRef(keyWords)
  if (!query.isPlaceholderData && held === query.data) answersTo.current = keyWords
  const hasMore = held !== undefined && held.nextCursor !== null && !query.isPlaceholderData

  async function loadMore() {
    const before = heldNow()
    if (before === undefined || before.nextCursor === null || loading.current === keyWords) return
    loading.current = keyWords
    setLoadingMore(true)
    const result = await call(host, name, { ...input, cursor: before.nextCursor } as RequestInput<Name>)
    const now = heldNow()
    // Where the end moved meanwhile, the answer belongs elsewhere: the list asks again from its new end.
    if (result.ok && now?.nextCursor === before.nextCursor) {
      client.setQueryData<HeldList<Name>>(queryKey, {
        ...appendPage<Row<Name>>(now, result.value as PageAnswer<Row<Name>>),
        first: now.first,
      })
    }
    loading.current = null
    setLoadingMore(false)
  }

  return {
    rows,
    answersTo: answersTo.current,
    first: held?.first,
    problem: query.error,
    loading: query.isLoading,
    previous: query.isPlaceholderData || held !== query.data,
    hasMore,
    loadingMore,
    loadMore: () => void loadMore(),
    look: (from, to) => {
      inView.current = { key: keyWords, from, to }
      const now = heldNow()
      if (now !== undefined && !client.isFetching({ queryKey, exact: true }) && isStale(now, from, to)) {
        void query.refetch({ cancelRefetch: false })
      }
    },
    retry: () => void query.refetch(),
  }
}

export interface Action<Name extends RequestName> {
  /** Never rejects: look at `ok`. The problem is also kept in `problem` until the next run. */
  run: (input: RequestInput<Name>) => Promise<Result<RequestOutput<Name>>>
  running: boolean
  problem: Problem | null
  reset: () => void
}

/**
 * One change that a person asks for. What it changes is asked for again once it succeeded. The input is not kept
 * anywhere: it can be a pasted key.
 */
export function useAction<Name extends RequestName>(name: Name): Action<Name> {
  const host = useHost()
  const client = useQueryClient()
  const [running, setRunning] = useState(0)
  const [problem, setProblem] = useState<Problem | null>(null)
  return {
    run: async (input) => {
      setRunning((count) => count + 1)
      setProblem(null)
      const result = await call(host, name, input)
      setRunning((count) => count - 1)
      if (result.ok) {
        const topics = topicsByAction[name] ?? []
        void invalidate(
          client,
          topics.map((topic) => ({ topic, conversationId: null })),
        )
      } else {
        setProblem(result.problem)
      }
      return result
    },
    running: running > 0,
    problem,
    reset: () => setProblem(null),
  }
}
