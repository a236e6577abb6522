/** The orders of the table. `waiting` and `idle` begin with the longest, the others with what needs a look first. */
export const liveSorts = ['waiting', 'idle', 'latest', 'standing', 'agent', 'channel'] as const
export type LiveSort = (typeof liveSorts)[number]

/** The standings by which the table is filtered; in this order they are sorted, the worst first. */
export const liveStandings = ['failed', 'expired', 'claimed', 'unchecked', 'anonymous', 'verified'] as const
export type LiveStanding = (typeof liveStandings)[number]
