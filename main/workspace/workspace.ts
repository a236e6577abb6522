import type { Notice, RequestInput, Workspace } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { DemoTools, OpenDemo, OpenedDemo } from '#shared/domain/demo.ts'
import type { Store } from '../storage/port.ts'
import { withoutWays } from './notices.ts'
import type { LocalValueReads, LocalValueWrites } from './stored/local-values.ts'

export interface WorkspaceParts {
  store: Store<LocalValueWrites, LocalValueReads>
  version: string
  runtime: Workspace['runtime']
  keystore: Workspace['keystore']
  operators: { list(): OperatorView[] }
  intake(): Workspace['intake']
  notices(): Notice[]
  channelCount(): number
  counts(): Promise<Workspace['counts']>
  openDemo: OpenDemo | null
  /** Opens one more window; false where there are as many as there may be. */
  openWindow(): boolean
  demoTools(): DemoTools
  onChange(): void
}

export const defaultPreferences: Workspace['preferences'] = {
  theme: 'system',
  density: 'comfortable',
  idleMinutes: 10,
}
const preferencesName = 'preferences'

/** What the window shows around everything else: who works here, what runs, what is wrong, how it looks. */
export async function openWorkspace(parts: WorkspaceParts) {
  const { store, operators } = parts
  let preferences = readPreferences(await store.read('localValues.get', { name: preferencesName }))
  let opening: Promise<OpenedDemo> | null = null
  let demo: OpenedDemo | null = null

  const get = async (by: OperatorView): Promise<Workspace> => ({
    version: parts.version,
    operator: by,
    operators: operators.list(),
    runtime: parts.runtime,
    intake: parts.intake(),
    keystore: parts.keystore,
    preferences,
    notices: by.role === 'supervisor' ? parts.notices() : withoutWays(parts.notices()),
    firstRun: parts.channelCount() === 0,
    demo: demo === null ? null : { siteUrl: demo.siteUrl, pages: demo.pages },
    counts: countsFor(by, await parts.counts()),
  })

  return {
    get,
    preferences: () => preferences,

    /** @throws ProblemError `conflict` where there are as many windows as there may be */
    openWindow(): void {
      if (!parts.openWindow()) throw new ProblemError('conflict', 'No more windows can be opened. Close one first.')
    },

    async setPreferences(by: OperatorView, change: RequestInput<'workspace.setPreferences'>): Promise<Workspace> {
      const next = {
        theme: change.theme ?? preferences.theme,
        density: change.density ?? preferences.density,
        idleMinutes: change.idleMinutes ?? preferences.idleMinutes,
      }
      await store.write('localValues.keep', { name: preferencesName, json: JSON.stringify(next) })
      preferences = next
      parts.onChange()
      return get(by)
    },

    /** Opens the demo site once, however often it is asked for. */
    async beginDemo(by: OperatorView): Promise<Workspace> {
      if (parts.openDemo === null) throw new ProblemError('not-found', 'This installation comes without the demo.')
      if (parts.intake().state !== 'listening') {
        throw new ProblemError(
          'conflict',
          'The demo needs the intake, and it does not listen. See the notice about it.',
        )
      }
      opening ??= parts.openDemo(parts.demoTools())
      try {
        demo = await opening
      } catch (error) {
        opening = null
        throw error
      }
      parts.onChange()
      return get(by)
    },

    /** Stops the demo site if it runs. */
    async close(): Promise<void> {
      const opened = await opening?.catch(() => null)
      await opened?.close()
    },
  }
}
export type WorkspaceDesk = Pick<
  Awaited<ReturnType<typeof openWorkspace>>,
  'get' | 'preferences' | 'setPreferences' | 'openWindow' | 'beginDemo'
>

function readPreferences(json: string | null): Workspace['preferences'] {
  const kept = json === null ? {} : parseKept(json)
  const { theme, density, idleMinutes } = kept
  return {
    theme: theme === 'light' || theme === 'dark' || theme === 'system' ? theme : defaultPreferences.theme,
    density: density === 'compact' || density === 'comfortable' ? density : defaultPreferences.density,
    idleMinutes: isIdle(idleMinutes) ? idleMinutes : defaultPreferences.idleMinutes,
  }
}

/** What waits for supervisors is no agent's business. */
function countsFor(by: OperatorView, counts: Workspace['counts']): Workspace['counts'] {
  return by.role === 'supervisor' ? counts : { ...counts, overrideRequests: 0 }
}

const isIdle = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 60

/** How it looks is not worth a console that does not start. */
function parseKept(json: string): Partial<Workspace['preferences']> {
  try {
    const kept: unknown = JSON.parse(json)
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}
