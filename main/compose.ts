import { randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChangeEvent, Notice, SessionView, Workspace } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { DemoTools, OpenDemo } from '#shared/domain/demo.ts'
import { openChannels } from './channels/channels.ts'
import { type ChannelDesk, createChannelDesk } from './channels/desk.ts'
import type { Clock } from './clock.ts'
import { clockDifference, createClockSkew } from './conversations/clock-skew.ts'
import type { ExposureWatch } from './conversations/exposure.ts'
import { createInbox } from './conversations/inbox.ts'
import { createProofEnds } from './conversations/proof-ends.ts'
import { createProofs } from './conversations/proofs.ts'
import { createRecord } from './conversations/record.ts'
import type { Reads, Writes } from './database-parts.ts'
import { verify } from './identity/verify.ts'
import { createInsights } from './insights/insights.ts'
import { createIntake, IntakeStartError } from './intake/server.ts'
import { auditHandlers } from './ipc/handlers/audit.ts'
import { channelHandlers } from './ipc/handlers/channels.ts'
import { conversationHandlers } from './ipc/handlers/conversations.ts'
import { grantHandlers } from './ipc/handlers/grants.ts'
import { createClosedHandlers, createHandlers, type Handlers } from './ipc/handlers/index.ts'
import { insightHandlers } from './ipc/handlers/insights.ts'
import { liveHandlers } from './ipc/handlers/live.ts'
import { operatorHandlers } from './ipc/handlers/operators.ts'
import { proofHandlers } from './ipc/handlers/proofs.ts'
import { replyHandlers, type SaveFile } from './ipc/handlers/replies.ts'
import { reviewHandlers } from './ipc/handlers/review.ts'
import { sessionHandlers } from './ipc/handlers/session.ts'
import { workspaceHandlers } from './ipc/handlers/workspace.ts'
import { openKeyring } from './keyring/keyring.ts'
import type { Sealer } from './keyring/sealer.ts'
import { createLive } from './live/live.ts'
import { openOperators } from './operators/operators.ts'
import { defaultCost, type PassphraseCost } from './operators/passphrase.ts'
import { createSessionDesk } from './operators/session-desk.ts'
import { createDraftDirectory, createReplies } from './replies/replies.ts'
import { createAudit } from './review/audit.ts'
import { createGrants } from './review/grants/grants.ts'
import { createReview } from './review/review.ts'
import { openStore, type StorageTrouble } from './storage/client.ts'
import type { Store } from './storage/port.ts'
import { createLocalTransport } from './transport/local.ts'
import {
  clockNotice,
  compromisedNotice,
  intakeNotice,
  journalNotice,
  keystoreNotice,
  runtimeNotice,
  storageNotice,
  storageTroubleNotice,
  withoutWays,
} from './workspace/notices.ts'
import { defaultPreferences, openWorkspace } from './workspace/workspace.ts'

export interface ConsoleParts {
  /** Absolute path of an existing folder: the database lives there. */
  profileFolder: string
  /** The script of the database threads: `database-worker.ts` from sources, `database-worker.js` when bundled. */
  databaseWorkerUrl: URL
  sealer: Sealer
  clock: Clock
  runtime: Workspace['runtime']
  version: string
  /** TCP port of the loopback intake; 0 lets the system choose. */
  port: number
  pushChange: (event: ChangeEvent) => void
  /** Null where the demo is not at hand. */
  openDemo?: OpenDemo | null
  /** Opens one more window, and answers whether it did. Left out: there is no more than one. */
  openWindow?: () => boolean
  /** Asks in that window where to put a text, and puts it there. Left out: nothing can be saved. */
  saveFile?: SaveFile
  /** The visitor's script. Left out: where the build puts it, beside the bundled main process. */
  widgetFile?: string
  /** How hard passphrases are worked on. Left out: as OWASP asks. */
  passphraseCost?: PassphraseCost
}

export interface RunningConsole {
  handlers: Handlers
  /** Where visitors' pages reach it; null where the intake does not listen. */
  intakeUrl: string | null
  /** What the console lives with, as `workspace.get` shows it. */
  notices(): Notice[]
  /** A window was closed: nobody works in it any more. */
  windowGone(windowId: number): void
  /** Resolves when every socket is closed and everything acknowledged is on the disk. */
  close(): Promise<void>
}

export const databaseFileName = 'bonafide.sqlite'

/**
 * Builds the console from its parts and starts it. The only file that knows them all.
 *
 * It always gives a running console: a database that cannot be opened, a keystore that does not answer and a port that
 * is taken become notices, and what does not depend on them works.
 */
export async function composeConsole(parts: ConsoleParts): Promise<RunningConsole> {
  const lost: { message: string | null } = { message: null }
  const trouble: { code: StorageTrouble | null } = { code: null }
  const databasePath = join(parts.profileFolder, databaseFileName)
  makePrivateFile(databasePath)
  const opened = await openStore<Writes, Reads>({
    workerUrl: parts.databaseWorkerUrl,
    databasePath,
    onLost(message) {
      lost.message = message
      parts.pushChange({ topic: 'workspace', conversationId: null })
    },
    onTrouble(code) {
      trouble.code = code
      parts.pushChange({ topic: 'workspace', conversationId: null })
    },
  })
  if (opened.state === 'failed') return composeClosed(parts, opened.message)
  try {
    return await composeOpen(parts, opened.store, opened.warning === null, () => [
      ...(opened.warning === null ? [] : [journalNotice(opened.warning)]),
      ...(lost.message === null ? [] : [storageNotice(lost.message)]),
      ...(trouble.code === null || lost.message !== null ? [] : [storageTroubleNotice(trouble.code)]),
    ])
  } catch (error) {
    await opened.store.close().catch(() => {})
    const message = error instanceof ProblemError ? error.message : 'The database was opened and cannot be read.'
    return composeClosed(
      parts,
      `${message} Its file was kept as it is. Restore a backup, or start with another profile folder.`,
    )
  }
}

async function composeOpen(
  parts: ConsoleParts,
  store: Store<Writes, Reads>,
  journalSound: boolean,
  storageNotices: () => Notice[],
): Promise<RunningConsole> {
  const { sealer, clock, pushChange } = parts
  const changed = (topic: ChangeEvent['topic']) => pushChange({ topic, conversationId: null })

  const transport = createLocalTransport()
  const cost = parts.passphraseCost ?? defaultCost
  const operators = await openOperators({ store, sealer, clock, randomBytes, cost, journalSound })
  const channels = await openChannels(store, clock, () => transport.toVisitors.doorsChanged())
  const keyring = await openKeyring(store, sealer, clock)
  const drafts = createDraftDirectory(store, clock)
  const { toVisitors } = transport
  const replies = createReplies({ store, operators, toVisitors, clock, randomBytes, onChange: pushChange })
  await replies.prepare()
  const proofEnds = createProofEnds({ store, keyEnds: keyring.ends, toVisitors, clock, onChange: pushChange })
  await proofEnds.start()
  const clockSkew = createClockSkew()
  const exposure: ExposureWatch = {
    search: keyring.search,
    async compromise(found) {
      const keys = await keyring.compromise(found)
      for (const keyId of keys) proofEnds.keyCompromised(keyId)
      if (keys.length > 0) for (const topic of ['channels', 'workspace'] as const) changed(topic)
    },
  }
  const record = createRecord({
    exposure,
    onHandedOver: () => replies.listenForSilence(),
    clockSkew,
    store,
    channels,
    keyring,
    operators,
    verify,
    proofEnds,
    clock,
    randomBytes,
    onChange: pushChange,
  })
  transport.attachConsole(record)
  const inbox = createInbox({ store, channels, operators, drafts, clock, onChange: pushChange })
  const review = createReview({ store, channels, operators, clock, randomBytes, onChange: pushChange })
  const grants = createGrants({ store, channels, operators, clock, randomBytes, onChange: pushChange })

  let intake: StartedIntake = notListening
  const intakeUrl = () => intake.url ?? `http://127.0.0.1:${parts.port}`
  const desk = createChannelDesk({
    channels,
    keyring,
    verify,
    clock,
    intakeUrl,
    onChange() {
      proofEnds.keysChanged()
      changed('channels')
      // The first channel ends the first run, and a key may settle a notice.
      changed('workspace')
    },
  })

  const notices = (): Notice[] => [
    ...storageNotices(),
    ...present(keystoreNotice(sealer, keyring.unopened())),
    ...present(
      compromisedNotice(keyring.compromisedChannels().map((id) => ({ id, name: channels.get(id)?.name ?? null }))),
    ),
    ...present(intake.notice),
    ...present(clockNotice(clockDifference(clockSkew.read()), clockSkew.lateProofs)),
    ...present(runtimeNotice(parts.runtime)),
  ]
  const workspace = await openWorkspace({
    store,
    version: parts.version,
    runtime: parts.runtime,
    keystore: keystoreOf(sealer),
    operators,
    intake: () => ({ state: intake.url === null ? 'stopped' : 'listening', url: intake.url }),
    notices,
    channelCount: () => channels.doors().length,
    // The notice about a lost database must come through, whatever else does not.
    counts: async () => ({
      ...(await inbox.counts().catch(() => ({ waiting: 0, openFlags: 0 }))),
      overrideRequests: await grants.countWaiting().catch(() => 0),
    }),
    openDemo: parts.openDemo ?? null,
    openWindow: parts.openWindow ?? (() => false),
    demoTools: () => demoToolsOf(desk, intakeUrl()),
    onChange: () => changed('workspace'),
  })

  const live = createLive({ store, channels, operators, clock, randomBytes, onChange: pushChange })
  const sessions = createSessionDesk({
    operators,
    clock,
    idleMinutes: () => workspace.preferences().idleMinutes,
    surroundings: () => ({
      preferences: workspace.preferences(),
      notices: withoutWays(notices()),
      intake: { state: intake.url === null ? 'stopped' : 'listening', url: intake.url },
      runtime: parts.runtime,
      version: parts.version,
    }),
    onChange: changed,
    onLeft: (operatorId) => live.endLooksOf(operatorId),
  })

  const exports = join(parts.profileFolder, 'exports')

  // Last of all: visitors are let in once everything that takes their messages is there.
  intake = await startIntake(parts, transport)
  const handlers = createHandlers(
    sessionHandlers(sessions),
    {
      ...workspaceHandlers(workspace),
      ...operatorHandlers({
        operators,
        sessions,
        onChange() {
          changed('operators')
          changed('workspace')
        },
      }),
      ...conversationHandlers({ inbox, operators }),
      ...replyHandlers(replies, parts.saveFile ?? (async () => null)),
      ...channelHandlers(desk),
      ...reviewHandlers(review),
      ...grantHandlers(grants, sessions),
      ...liveHandlers(live),
      ...auditHandlers(
        createAudit({
          store,
          channels,
          operators,
          folder: exports,
          clock,
          randomBytes,
          onChange: pushChange,
        }),
      ),
      ...insightHandlers(createInsights({ store, channels, operators, folder: exports, clock })),
      ...proofHandlers(createProofs({ store, proofEnds, clock, onChange: pushChange })),
    },
    (windowId) => sessions.workerIn(windowId),
  )

  return {
    handlers,
    intakeUrl: intake.url,
    notices,
    windowGone: (windowId) => sessions.forget(windowId),
    async close() {
      proofEnds.close()
      sessions.close()
      await workspace.close()
      await intake.stop()
      await replies.settle()
      await record.flush()
      await store.close()
    },
  }
}

/** A console without its database: it shows why, and touches nothing. */
function composeClosed(parts: ConsoleParts, message: string): RunningConsole {
  const operator: OperatorView = { id: 'oper_none', name: 'Supervisor', role: 'supervisor' }
  const notices = (): Notice[] => [storageNotice(message), ...present(runtimeNotice(parts.runtime))]
  const get = async (): Promise<Workspace> => ({
    version: parts.version,
    operator,
    operators: [operator],
    runtime: parts.runtime,
    intake: { state: 'stopped', url: null },
    keystore: keystoreOf(parts.sealer),
    preferences: defaultPreferences,
    notices: notices(),
    firstRun: false,
    demo: null,
    counts: { waiting: 0, openFlags: 0, overrideRequests: 0 },
  })
  // Nobody can sign in without a database, and there is nothing to see behind it.
  const session = async (): Promise<SessionView> => ({
    state: 'signed-in',
    operator,
    canApprove: false,
    operators: [],
    preferences: defaultPreferences,
    notices: notices(),
    intake: { state: 'stopped', url: null },
    runtime: parts.runtime,
    version: parts.version,
  })
  const open = { 'workspace.get': get, 'session.get': session, 'session.touch': async () => ({}) }
  return {
    handlers: createClosedHandlers(open, message),
    intakeUrl: null,
    notices,
    windowGone: () => {},
    close: async () => {},
  }
}

interface StartedIntake {
  url: string | null
  notice: Notice | null
  stop(): Promise<void>
}

const notListening: StartedIntake = { url: null, notice: null, stop: async () => {} }

async function startIntake(
  parts: ConsoleParts,
  transport: ReturnType<typeof createLocalTransport>,
): Promise<StartedIntake> {
  const widgetFile = parts.widgetFile ?? fileURLToPath(new URL('../widget/widget.js', parts.databaseWorkerUrl))
  const intake = createIntake({ transport, port: parts.port, widgetFile, clock: parts.clock })
  try {
    const { url } = await intake.start()
    return { url, notice: null, stop: () => intake.stop() }
  } catch (error) {
    const message =
      error instanceof IntakeStartError ? error.message : 'The intake could not start. Choose another port.'
    return { url: null, notice: intakeNotice(message), stop: async () => {} }
  }
}

function demoToolsOf(desk: ChannelDesk, intakeUrl: string): DemoTools {
  return {
    intakeUrl,
    addChannel: (input) => desk.add('system', input),
    updateChannel: (channelId, change) => desk.update('system', channelId, change),
    addKey: (channelId, label, material) =>
      desk.addKey('system', { channelId, label, material, acceptRepair: false, acceptDegradedKeystore: true }),
    retireKey: (channelId, keyId, at) => desk.retireKey('system', channelId, keyId, at),
    makeServerToken: (channelId) => desk.makeServerToken('system', channelId),
  }
}

/** A new database is for this user alone; SQLite gives the files beside it the same mode. */
function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there already, or cannot be made: opening it says which.
  }
}

function keystoreOf({ protection, backend }: Sealer): Workspace['keystore'] {
  return { protection, backend }
}

function present(notice: Notice | null): Notice[] {
  return notice === null ? [] : [notice]
}
