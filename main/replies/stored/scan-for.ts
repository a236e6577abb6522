import type { ChannelId } from '#shared/domain/ids.ts'
import type { ScanFinding } from '#shared/domain/reply.ts'
import type { LoadedStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { scanText } from '../scan/scan-text.ts'
import { publicBodies } from './templates-drawn-on.ts'

/** What the scan finds in a text that would go to this visitor. */
export function scanFor(handle: ReadHandle | WriteHandle, standing: LoadedStanding, text: string): ScanFinding[] {
  const proven = Object.values(standing.fields)
    .filter(({ provenance }) => provenance === 'proven')
    .map(({ value }) => value)
  return scanText(text, { proven, publicTexts: publicBodies(handle), sites: sitesOf(handle, standing.channelId) })
}

function sitesOf(handle: ReadHandle | WriteHandle, channelId: ChannelId): string[] {
  const row = one<{ origins: string }>(handle, 'SELECT origins FROM channels WHERE id = ?', channelId)
  const origins = row === null ? [] : (JSON.parse(row.origins) as string[])
  return origins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).hostname] : []))
}
