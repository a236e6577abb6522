/** Peers whose clocks are remembered, the latest of each. */
const peersMax = 64
/** Fewer clocks than this say nothing: one visitor with a wrong clock must not accuse this computer. */
const peersMin = 3
/** Further off than this, a peer says nothing about our clock: it has none, or makes it up (ms). */
const believable = 400 * 86_400_000
/** From this on the difference is shown (ms): shorter than what a token's times usually allow for. */
export const shownFrom = 30_000

export interface ClockSkew {
  /**
   * Notes what a peer's clock said when ours said `at` (both ms since 1970). The latest of each peer counts, so that
   * one who comes often weighs no more than another. Answers whether what is shown may have changed.
   */
  note(peer: string, peerTime: number, at: number): boolean
  /** Median of our clock minus the peers' (ms), and of how many; null while too few were heard. */
  read(): { ahead: number; peers: number } | null
  /** Notes a proof that failed by our clock and would have counted by the peers'. */
  noteLateProof(): void
  readonly lateProofs: number
}

/**
 * Compares this computer's clock with those of its peers: visitors' browsers, and sites' servers. Whoever writes can
 * lie about the time, so it is the median of different peers, it is only ever shown, and it changes no verdict.
 */
export function createClockSkew(): ClockSkew {
  const offsets = new Map<string, number>()
  let shown = ''
  let lateProofs = 0

  const read = () => {
    if (offsets.size < peersMin) return null
    const sorted = [...offsets.values()].toSorted((one, other) => one - other)
    const middle = sorted.length / 2
    // Of an even number the one nearer to zero: in doubt, nothing is wrong.
    const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0]
    return { ahead: Math.abs(low) < Math.abs(high) ? low : high, peers: sorted.length }
  }

  return {
    note(peer, peerTime, at) {
      const ahead = at - peerTime
      if (!Number.isFinite(ahead) || Math.abs(ahead) > believable) return false
      offsets.delete(peer)
      offsets.set(peer, ahead)
      const oldest = offsets.size > peersMax ? offsets.keys().next().value : undefined
      if (oldest !== undefined) offsets.delete(oldest)
      const now = clockDifference(read())
      const changed = now !== shown
      shown = now
      return changed
    },
    read,
    noteLateProof() {
      lateProofs += 1
    },
    get lateProofs() {
      return lateProofs
    },
  }
}

/** The difference in words, e.g. `3 min ahead of 5 visitors’ clocks`; empty where there is none to be shown. */
export function clockDifference(skew: ReturnType<ClockSkew['read']>): string {
  if (skew === null || Math.abs(skew.ahead) < shownFrom) return ''
  const seconds = Math.abs(skew.ahead) / 1_000
  const [size, unit]: [number, string] =
    seconds < 90
      ? [seconds, 's']
      : seconds < 5_400
        ? [seconds / 60, 'min']
        : seconds < 129_600
          ? [seconds / 3_600, 'h']
          : [seconds / 86_400, 'days']
  return `${Math.round(size)} ${unit} ${skew.ahead > 0 ? 'ahead of' : 'behind'} ${skew.peers} visitors’ clocks`
}
