import type { ChannelId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'

/**
 * How old a proof may be for `restricted` templates of a channel (minutes). A channel that is not there has no
 * freshness, and then nothing restricted is fresh: `NaN`.
 */
export function freshnessOf(handle: ReadHandle | WriteHandle, channelId: ChannelId): number {
  const row = one<{ minutes: number }>(
    handle,
    'SELECT freshness_minutes AS minutes FROM channels WHERE id = ?',
    channelId,
  )
  return row?.minutes ?? Number.NaN
}
