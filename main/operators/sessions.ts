import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { SigningKey } from './operator-secret.ts'

interface Session {
  operatorId: OperatorId
  /** Null once it is locked, or where the keystore could not open it. */
  key: SigningKey | null
  locked: boolean
  /** When the person was last there (ms). */
  activeAt: number
}

export type LockCause = 'idle' | 'asked'

export interface SessionsParts {
  clock: Clock
  /** After how long without a person a session locks (ms). */
  idleAfter(): number
  /** Every session of this operator was locked, with its key wiped. */
  onLocked(operatorId: OperatorId, cause: LockCause): void
}

/**
 * Who works in which window. In memory alone: a console that starts again knows nobody. Each window is signed in at by
 * itself and opens nothing for another; but a person is at all their windows, and leaves them all at once.
 */
export function createSessions({ clock, idleAfter, onLocked }: SessionsParts) {
  const sessions = new Map<number, Session>()

  const sessionsOf = (operatorId: OperatorId) => [...sessions.values()].filter((one) => one.operatorId === operatorId)

  /** Whoever leaves one window leaves the desk: all their windows lock, which is one act. */
  const lock = (session: Session, cause: LockCause): void => {
    if (session.locked) return
    for (const each of sessionsOf(session.operatorId)) {
      each.locked = true
      each.key = null
    }
    onLocked(session.operatorId, cause)
  }

  /** A clock that jumped either way says nothing about how long nobody was there: then it locks. */
  const isOverdue = (session: Session): boolean => Math.abs(clock() - session.activeAt) >= idleAfter()

  const look = (windowId: number): Session | null => {
    const session = sessions.get(windowId) ?? null
    if (session !== null && !session.locked && isOverdue(session)) lock(session, 'idle')
    return session
  }

  const isThere = (operatorId: OperatorId): void => {
    for (const session of sessionsOf(operatorId)) if (!session.locked) session.activeAt = clock()
  }

  return {
    /**
     * The operator who works in this window now.
     * @throws ProblemError `locked` where nobody does
     */
    require(windowId: number): OperatorId {
      const session = look(windowId)
      if (session === null) throw new ProblemError('locked', 'Nobody is signed in. Sign in to go on.')
      if (session.locked) throw new ProblemError('locked', 'This console is locked. Unlock it to go on.')
      return session.operatorId
    },

    /** Whose window it is, locked or not. */
    peek(windowId: number): { operatorId: OperatorId; locked: boolean; hasKey: boolean } | null {
      const session = look(windowId)
      if (session === null) return null
      return { operatorId: session.operatorId, locked: session.locked, hasKey: session.key !== null }
    },

    /** The unlocked key of whoever works in this window; null where there is none. */
    keyOf(windowId: number): SigningKey | null {
      const session = look(windowId)
      return session === null || session.locked ? null : session.key
    },

    begin(windowId: number, operatorId: OperatorId, key: SigningKey | null): void {
      for (const [other, { operatorId: whose }] of sessions) if (whose === operatorId) look(other)
      isThere(operatorId)
      sessions.set(windowId, { operatorId, key, locked: false, activeAt: clock() })
    },

    /** The person is there, at all their windows. Says nothing about a session that is locked already. */
    touch(windowId: number): void {
      const session = look(windowId)
      if (session !== null && !session.locked) isThere(session.operatorId)
    },

    lock(windowId: number): void {
      const session = look(windowId)
      if (session !== null) lock(session, 'asked')
    },

    /** Ends a session, e.g. because its window is gone. Answers whose it was. */
    end(windowId: number): OperatorId | null {
      const session = sessions.get(windowId)
      sessions.delete(windowId)
      return session?.operatorId ?? null
    },

    /** Ends every session of an operator whose key ended. */
    endAllOf(operatorId: OperatorId): void {
      for (const [windowId, session] of sessions) if (session.operatorId === operatorId) sessions.delete(windowId)
    },

    /** Locks whatever is overdue. Called now and then, so that a window does not wait for its next request. */
    lockOverdue(): void {
      for (const windowId of sessions.keys()) look(windowId)
    },
  }
}
export type Sessions = ReturnType<typeof createSessions>
