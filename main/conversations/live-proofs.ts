import type { ChannelId, SessionId } from '#shared/domain/ids.ts'

/** In which sessions each proof is in use at this moment, by the connections that are open. */
export interface LiveProofs {
  /** A connection is there. Until it has proven somebody it uses no proof. */
  opened(connectionId: string): void
  isOpen(connectionId: string): boolean
  /** What a connection is proven by from now on; null where by nothing. One that has ended stays so. */
  uses(connectionId: string, proof: UsedProof | null): void
  ended(connectionId: string): void
  /** Sessions with a connection that uses this proof: two at most, which is enough to tell whether any is another one. */
  sessionsOf(channelId: ChannelId, fingerprint: string | null): SessionId[]
}

export interface UsedProof {
  channelId: ChannelId
  fingerprint: string
  sessionId: SessionId
}

/** Kept in memory: it holds what is open, and after a restart nothing is. */
export function createLiveProofs(): LiveProofs {
  const proofOf = new Map<string, string | null>()
  const usersOf = new Map<string, Map<string, SessionId>>()

  const leave = (connectionId: string) => {
    const proof = proofOf.get(connectionId) ?? null
    const users = proof === null ? undefined : usersOf.get(proof)
    if (proof === null || users === undefined) return
    users.delete(connectionId)
    if (users.size === 0) usersOf.delete(proof)
  }

  return {
    opened(connectionId) {
      if (!proofOf.has(connectionId)) proofOf.set(connectionId, null)
    },
    isOpen: (connectionId) => proofOf.has(connectionId),
    uses(connectionId, used) {
      if (!proofOf.has(connectionId)) return
      leave(connectionId)
      proofOf.set(connectionId, used && nameOf(used.channelId, used.fingerprint))
      if (used === null) return
      const name = nameOf(used.channelId, used.fingerprint)
      usersOf.set(name, (usersOf.get(name) ?? new Map()).set(connectionId, used.sessionId))
    },
    ended(connectionId) {
      leave(connectionId)
      proofOf.delete(connectionId)
    },
    sessionsOf(channelId, fingerprint) {
      const users = fingerprint === null ? undefined : usersOf.get(nameOf(channelId, fingerprint))
      return users === undefined ? [] : [...new Set(users.values())].slice(0, 2)
    },
  }
}

function nameOf(channelId: ChannelId, fingerprint: string): string {
  return `${channelId} ${fingerprint}`
}
