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
  /** A session was locked, with its key wiped. */
  onLocked(windowId: number, operatorId: OperatorId, cause: LockCause): void
}

/**
 * Who works in which window. In memory alone: a console that starts again knows nobody, and a window that asks knows
 * nothing of another one's session.
 */
export function createSessions({ clock, idleAfter, onLocked }: SessionsParts) {
  const sessions = new Map<number, Session>()

  const lock = (windowId: number, session: Session, cause: LockCause): void => {
    if (session.locked) return
    session.locked = true
    session.key = null
    onLocked(windowId, session.operatorId, cause)
  }

  /** A clock that jumped either way says nothing about how long nobody was there: then it locks. */
  const isOverdue = (session: Session): boolean => Math.abs(clock() - session.activeAt) >= idleAfter()

  const look = (windowId: number): Session | null => {
    const session = sessions.get(windowId) ?? null
    if (session !== null && !session.locked && isOverdue(session)) lock(windowId, session, 'idle')
    return session
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
      sessions.set(windowId, { operatorId, key, locked: false, activeAt: clock() })
    },

    /** The person is there. Says nothing about a session that is locked already. */
    touch(windowId: number): void {
      const session = look(windowId)
      if (session !== null && !session.locked) session.activeAt = clock()
    },

    lock(windowId: number): void {
      const session = look(windowId)
      if (session !== null) lock(windowId, session, 'asked')
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
