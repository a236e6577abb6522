import { expect, test } from 'vitest'
import type { ConversationId } from '#shared/domain/ids.ts'
import { projectedTables } from '../../database-parts.ts'
import { insightTables } from '../../insights/stored/projection.ts'
import { openTraffic } from '../../insights/testing/traffic.ts'
import { attachTables, eraseContents } from '../../journal/erase.ts'
import { all } from '../statement.ts'
import { insights } from './0150-insights.ts'

test('an older file gets the counters that its journal gives, also of entries that were erased', () => {
  const traffic = openTraffic()
  const { handle } = traffic
  const { sql } = handle
  attachTables(handle, projectedTables, () => {})
  const begin = Date.UTC(2026, 0, 5, 9)
  const minute = 60_000
  const conversations: ConversationId[] = ['conv_a', 'conv_b', 'conv_c']
  for (let index = 0; index < 90; index += 1) {
    const at = begin + index * 7 * minute
    const id = conversations[index % 3] ?? 'conv_a'
    traffic.message(at, id === 'conv_a' ? 'chan_help' : 'chan_shop', id, index % 4 === 0 ? 'failed' : 'verified')
    if (index % 5 === 0) traffic.refused(at, 'chan_shop', 'expired', index % 2 ? 'proof-expired' : 'proof-too-old')
    if (index % 7 === 0) traffic.reply(at + minute, id, { askToSignIn: index < 20 })
    if (index % 9 === 0) traffic.blocked(at, id, ['not-verified', 'secret-in-text'])
    if (index % 11 !== 0) continue
    const request = traffic.requested(at, id)
    if (index % 2 === 0) traffic.declined(at + 1, request)
    else {
      traffic.approved(at + 1, request)
      traffic.used(at + 2, request, traffic.reply(at + 2, id))
    }
  }
  // Two erasures, the second of which erased the first as well.
  for (const erasureId of ['eras_one', 'eras_two'] as const) {
    const entries = all<{ seq: number; json: string }>(
      handle,
      `SELECT j.seq, c.json FROM journal j JOIN journal_content c ON c.seq = j.seq
       WHERE j.type IN ('message.refused', 'reply.sent', 'reply.blocked', 'grant.approved', 'content.erased')
         AND (j.seq % 3 = 0 OR j.type = 'content.erased')`,
    ).map(({ seq, json }) => ({ seq, content: JSON.parse(json) as unknown }))
    expect(entries.length).toBeGreaterThan(0)
    sql.exec('BEGIN')
    const content = { erasureId, contactId: 'cont_a', reason: '', operatorId: 'oper_a', entries } as const
    traffic.add('content.erased', begin, content)
    eraseContents(
      handle,
      entries.map(({ seq }) => seq),
    )
    sql.exec('COMMIT')
  }

  const rows = () =>
    insightTables.map((table) => [table, sql.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4, 5`).all()])
  const before = rows()
  for (const [table, found] of before) expect([table, (found as unknown[]).length > 2]).toEqual([table, true])
  for (const table of insightTables) sql.exec(`DROP TABLE ${table}`)
  sql.exec('DROP INDEX conversations_by_beginning')
  insights.up(sql)
  expect(rows()).toEqual(before)
  traffic.close()
})
