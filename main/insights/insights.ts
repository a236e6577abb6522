import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { InsightFigures } from '#shared/domain/insights.ts'
import type { Clock } from '../clock.ts'
import type { ChannelDirectory, OperatorDirectory } from '../conversations/ports.ts'
import { writeCsv } from '../replies/csv.ts'
import type { Store } from '../storage/port.ts'
import { tableOf } from './csv-table.ts'
import { daysOf } from './days.ts'
import type { StoredInsightPage } from './stored/list-messages.ts'
import type { InsightReads } from './stored/operations.ts'

export interface InsightsParts {
  store: Pick<Store<never, InsightReads>, 'read'>
  channels: ChannelDirectory
  operators: OperatorDirectory
  /** Where exports go. */
  folder: string
  clock: Clock
}

/** What happened over days, in figures, and what each of them counts. `docs/insights.md` says what that is. */
export function createInsights({ store, channels, operators, folder, clock }: InsightsParts) {
  const channelName = (id: ChannelId) => channels.get(id)?.name ?? 'Removed channel'

  async function figures(input: RequestInput<'insights.figures'>): Promise<InsightFigures> {
    const at = clock()
    const days = daysOf(input, at)
    const spans = days.map(({ start, end }) => ({ start, end }))
    const counted = await store.read('insights.figures', { days: spans, channelId: input.channelId ?? null })
    const ids = [...counted.share.byChannel, ...counted.firstReplies.byChannel].map(({ channelId }) => channelId)
    const named = [...new Set(ids)]
      .map((id) => ({ id, name: channelName(id) }))
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1))
    const place = new Map(named.map(({ id }, index) => [id, index]))
    const inOrder = <Row extends { channelId: ChannelId }>(rows: readonly Row[]) =>
      rows.toSorted((one, other) => (place.get(one.channelId) ?? 0) - (place.get(other.channelId) ?? 0))
    return {
      days,
      channels: named,
      at,
      ...counted,
      share: { ...counted.share, byChannel: inOrder(counted.share.byChannel) },
      firstReplies: { ...counted.firstReplies, byChannel: inOrder(counted.firstReplies.byChannel) },
    }
  }

  function page(input: RequestInput<'insights.list'>): Promise<StoredInsightPage> {
    const { from, to, upTo, limit, channelId = null, cursor = null } = input
    const span = { from, to, upTo, limit, channelId, cursor }
    const { status = null, reason = null, code = null, step = null } = input
    switch (input.list) {
      case 'messages':
      case 'failures':
        return store.read('insights.messages', { ...span, status, reason, failures: input.list === 'failures' })
      case 'blocked':
        return store.read('insights.gateRefusals', { ...span, code })
      case 'overrides':
        return store.read('insights.overrideSteps', { ...span, step })
      case 'first-replies':
        return store.read('insights.firstReplies', span)
      case 'unanswered':
        return store.read('insights.unanswered', span)
      default:
        return assertNever(input.list)
    }
  }

  return {
    figures,

    async list(input: RequestInput<'insights.list'>): Promise<RequestOutput<'insights.list'>> {
      const { rows, nextCursor } = await page(input)
      return {
        rows: rows.map(({ channelId, operatorId, ...row }) => ({
          ...row,
          channel: { id: channelId, name: channelName(channelId) },
          operator: operatorId === null ? null : (operators.nameOf(operatorId) ?? 'Former operator'),
        })),
        nextCursor,
      }
    },

    async export({ panel, ...period }: RequestInput<'insights.export'>): Promise<RequestOutput<'insights.export'>> {
      const counted = await figures(period)
      const table = tableOf(panel, counted)
      const file = `insights-${panel}-${new Date(counted.at).toISOString().replace(/[:.]/g, '-')}.csv`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(join(folder, file), writeCsv(table), { flag: 'wx', mode: 0o600 })
      } catch {
        throw new ProblemError(
          'storage-unavailable',
          'The table could not be written. Make sure that the disk is not full, and try again.',
        )
      }
      // The window needs no path of this machine: the folder stands beside the database.
      return { folder: basename(folder), file, rows: table.length - 1 }
    },
  }
}
export type Insights = ReturnType<typeof createInsights>
