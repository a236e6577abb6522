import type { ReactNode } from 'react'
import { createContext, useContext, useMemo, useState } from 'react'
import type { ChannelId, FlagId, OperatorId } from '#shared/domain/ids.ts'
import type { FlagAge, FlagKind, FlagRow } from '#shared/domain/review.ts'

export type QueueState = 'open' | 'disputed' | 'decided'
export type ReviewTab = QueueState | 'requests' | 'blocked' | 'door'

/** What the queue is narrowed to; null is everything. */
export interface QueueFilters {
  kind: FlagKind | null
  severity: FlagRow['severity'] | null
  age: FlagAge | null
  channelId: ChannelId | null
  agentId: OperatorId | null
}

export const noFilters: QueueFilters = { kind: null, severity: null, age: null, channelId: null, agentId: null }

interface ReviewPlace {
  tab: ReviewTab
  filters: QueueFilters
  /** The flag that is looked at; null until there was one. */
  flagId: FlagId | null
  go: (to: Partial<Pick<ReviewPlace, 'tab' | 'filters' | 'flagId'>>) => void
}

const PlaceContext = createContext<ReviewPlace | null>(null)

/** Whoever goes to a conversation and comes back finds the queue as they left it. */
export function ReviewPlaceProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<Omit<ReviewPlace, 'go'>>({ tab: 'open', filters: noFilters, flagId: null })
  const value = useMemo<ReviewPlace>(
    () => ({ ...place, go: (to) => setPlace((before) => ({ ...before, ...to })) }),
    [place],
  )
  return <PlaceContext value={value}>{children}</PlaceContext>
}

export function useReviewPlace(): ReviewPlace {
  const place = useContext(PlaceContext)
  if (place === null) throw new Error('review needs a ReviewPlaceProvider above it')
  return place
}
