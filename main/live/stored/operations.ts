import { beginLook, takeOver, whisper } from './intervene.ts'
import { listLive, liveRows } from './list-live.ts'

export const liveWrites = {
  'live.beginLook': beginLook,
  'live.whisper': whisper,
  'live.takeOver': takeOver,
}
export type LiveWrites = typeof liveWrites

export const liveReads = {
  'live.page': listLive,
  'live.rows': liveRows,
}
export type LiveReads = typeof liveReads
