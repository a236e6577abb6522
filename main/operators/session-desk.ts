import type { ChangeEvent, RequestInput, SessionView, SignInWay } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { Clock } from '../clock.ts'
import type { Acting } from './key-statements.ts'
import type { Operators } from './operators.ts'
import { createSessions } from './sessions.ts'
import type { SignedIn } from './signing-in.ts'

export interface SessionDeskParts {
  operators: Operators
  clock: Clock
  idleMinutes(): number
  /** What the window shows before anybody signed in, besides who may. */
  surroundings(): Pick<SessionView, 'preferences' | 'notices' | 'intake' | 'runtime' | 'version'>
  onChange(topic: ChangeEvent['topic']): void
  /** Somebody locked, signed out or was made to: what they had open at the desk is closed. */
  onLeft(operatorId: OperatorView['id']): void
}

/** How often sessions are looked at (ms), so that a window that asks nothing locks in time as well. */
const lookEvery = 2_000

/** Signing in and out, window by window. */
export function createSessionDesk({ operators, clock, idleMinutes, surroundings, onChange, onLeft }: SessionDeskParts) {
  // A line of the journal that cannot be written must not keep a console open that should lock.
  const note = (...given: Parameters<Operators['noteLeaving']>) => {
    onLeft(given[0])
    void operators.noteLeaving(...given).catch(() => {})
  }
  const sessions = createSessions({
    clock,
    idleAfter: () => idleMinutes() * 60_000,
    onLocked(operatorId, cause) {
      note(operatorId, { type: 'operator.locked', cause })
      onChange('session')
    },
  })
  const timer = setInterval(() => sessions.lockOverdue(), lookEvery)
  timer.unref()

  function wayOf({ id }: OperatorView): SignInWay {
    if (operators.entries().some((entry) => entry.id === id && entry.secret !== null)) return 'passphrase'
    return operators.mayClaim(id) ? 'claim' : 'reset-needed'
  }

  function view(windowId: number): SessionView {
    const session = sessions.peek(windowId)
    const operator = session === null ? null : operators.find(session.operatorId)
    const everybody = operators.list()
    const key = sessions.keyOf(windowId)
    const rest = {
      operator,
      canApprove: key !== null && operators.isSupervisorKey(key),
      operators: everybody.map((each) => ({ ...each, way: wayOf(each) })),
      ...surroundings(),
    }
    if (everybody.length === 0) return { state: 'begin', ...rest }
    if (session === null || operator === null) return { state: 'signed-out', ...rest }
    return { state: session.locked ? 'locked' : 'signed-in', ...rest }
  }

  /** @throws ProblemError `locked` where nobody works in this window */
  function workerIn(windowId: number): OperatorView {
    const operator = operators.find(sessions.require(windowId))
    if (operator === null) {
      sessions.end(windowId)
      throw new ProblemError('locked', 'Nobody is signed in. Sign in to go on.')
    }
    return operator
  }

  function enter(windowId: number, { operatorId, key }: SignedIn): void {
    const before = sessions.peek(windowId)
    if (before !== null && before.operatorId !== operatorId) note(before.operatorId, { type: 'operator.signedOut' })
    sessions.begin(windowId, operatorId, key)
    onChange('session')
    onChange('workspace')
  }

  return {
    view,
    workerIn,
    /** Who acts in this window, with the key to sign with. */
    acting: (by: OperatorView, windowId: number): Acting => ({ by, key: sessions.keyOf(windowId) }),

    async begin(windowId: number, input: RequestInput<'session.begin'>): Promise<SessionView> {
      enter(windowId, await operators.begin(input))
      return view(windowId)
    },
    async claim(windowId: number, input: RequestInput<'session.claim'>): Promise<SessionView> {
      enter(windowId, await operators.claim(input))
      return view(windowId)
    },
    async signIn(windowId: number, input: RequestInput<'session.signIn'>) {
      const signed = await operators.signIn(input)
      if (signed.outcome === 'signed-in') enter(windowId, signed)
      return { outcome: signed.outcome }
    },
    async changePassphrase(windowId: number, input: RequestInput<'session.changePassphrase'>): Promise<void> {
      const by = workerIn(windowId)
      const signed = await operators.changePassphrase({ by, key: sessions.keyOf(windowId) }, input)
      sessions.begin(windowId, signed.operatorId, signed.key)
      onChange('session')
    },
    touch: (windowId: number): void => sessions.touch(windowId),
    lock: (windowId: number): void => sessions.lock(windowId),
    signOut(windowId: number): void {
      const operatorId = sessions.end(windowId)
      if (operatorId === null) return
      note(operatorId, { type: 'operator.signedOut' })
      onChange('session')
    },
    /** A window that is gone. */
    forget(windowId: number): void {
      const operatorId = sessions.end(windowId)
      if (operatorId !== null) note(operatorId, { type: 'operator.signedOut' })
    },
    /** An operator whose key ended or was replaced works nowhere any more. */
    endAllOf(operatorId: OperatorView['id']): void {
      sessions.endAllOf(operatorId)
      onLeft(operatorId)
      onChange('session')
    },
    close: (): void => clearInterval(timer),
  }
}
export type SessionDesk = ReturnType<typeof createSessionDesk>
