import { beforeAll, describe, expect, it } from 'vitest'
import type { LiveSort } from '#shared/domain/live.ts'
import { migrations } from '../../storage/migrations/all.ts'
import { openInMemory } from '../../storage/open.ts'
import { all } from '../../storage/statement.ts'
import { type LivePageInput, listLive, readAtMost } from './list-live.ts'
import { groupsOf } from './live-groups.ts'

const now = 1_000_000_000
const handle = openInMemory(migrations)
const everything = { standing: null, agent: null, channelId: null, waiting: null, cursor: null } as const

/** Rows as the projection leaves them: number `n` wrote `n` seconds ago or earlier. */
function insert(count: number, valuesOf: (index: number) => Record<string, string | number | null>) {
  const names = Object.keys(valuesOf(0))
  const statement = handle.sql.prepare(
    `INSERT INTO conversations (id, session_id, state, created_at, activity_seq, last_position, read_position, unread,
       open_flags, title, title_provenance, standing_since, ${names.join(', ')})
     VALUES (?, 'sess_a', 'open', 1, ?, 1, 0, 1, 0, 'x', 'none', 1, ${names.map(() => '?').join(', ')})`,
  )
  handle.sql.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      const id = `conv_${String(index).padStart(6, '0')}`
      statement.run(id, count - index, ...Object.values(valuesOf(index)))
    }
  })()
}

const statuses = ['verified', 'claimed', 'failed', 'anonymous', 'verified'] as const
const count = 5_000

beforeAll(() => {
  handle.sql.exec(`
    INSERT INTO sessions (id, channel_id, via, opened_at) VALUES ('sess_a', 'chan_b', 'widget', 1);
    INSERT INTO operators (id, name, role, added_at) VALUES ('oper_z', 'Abe', 'agent', 1), ('oper_a', 'Zoe', 'agent', 1);
    INSERT INTO channels (id, name, scheme, policy, origins, settings, freshness_minutes, created_at)
      VALUES ('chan_b', 'Alpha', 'fernand', 'observe', '[]', '{}', 30, 1),
             ('chan_a', 'Beta', 'fernand', 'observe', '[]', '{}', 30, 2);
  `)
  insert(count, (index) => ({
    channel_id: index % 3 === 0 ? 'chan_a' : 'chan_b',
    assignee_id: [null, 'oper_a', 'oper_z'][index % 3] ?? null,
    // Several wait since the same moment.
    waiting_since: index % 4 === 0 ? now - (index % 100) * 1_000 : null,
    standing_status: statuses[index % 5] ?? null,
    // Every tenth proof has ended meanwhile.
    valid_until: index % 10 === 0 ? now - 1 : null,
  }))
})

/** Every row of every page, and how many pages it took. */
function read(input: Partial<LivePageInput> & { sort: LiveSort }) {
  const rows: ReturnType<typeof listLive>['rows'] = []
  let cursor: string | null = null
  let pages = 0
  do {
    const page: ReturnType<typeof listLive> = listLive(handle, { ...everything, limit: 60, now, ...input, cursor })
    expect(page.rows.length).toBeLessThanOrEqual(input.limit ?? 60)
    rows.push(...page.rows)
    cursor = page.nextCursor
    pages += 1
  } while (cursor !== null)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  return { rows, pages }
}

describe('each order', () => {
  it.each(['waiting', 'idle', 'latest', 'standing', 'agent', 'channel'] as const)('%s gives each row once', (sort) => {
    expect(read({ sort }).rows).toHaveLength(count)
    expect(read({ sort, limit: 1, standing: 'failed', agent: 'oper_z', waiting: 'waiting' }).rows).toHaveLength(
      Array.from({ length: count }, (_, index) => index).filter(
        (index) => index % 5 === 2 && index % 3 === 2 && index % 4 === 0,
      ).length,
    )
  })

  it('begins with who waits longest, and goes on with the latest of the others', () => {
    const { rows } = read({ sort: 'waiting' })
    const waits = rows.map(({ waitingSince }) => waitingSince ?? Number.MAX_SAFE_INTEGER)
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    expect(rows[0]?.waitingSince).toBe(now - 96_000)
    const answered = rows.filter(({ waitingSince }) => waitingSince === null).map(({ id }) => id)
    expect(answered).toEqual(answered.toSorted())
  })

  it('sorts by names and by the worst standing', () => {
    const inOrder = (values: (string | null)[]) => values.filter((value, index) => value !== values[index - 1])
    expect(inOrder(read({ sort: 'agent' }).rows.map(({ assigneeId }) => assigneeId))).toEqual([
      'oper_z',
      'oper_a',
      null,
    ])
    expect(inOrder(read({ sort: 'channel' }).rows.map(({ channelId }) => channelId))).toEqual(['chan_b', 'chan_a'])
    expect(inOrder(read({ sort: 'standing' }).rows.map(({ standing }) => standing.status))).toEqual([
      'failed',
      'expired',
      'claimed',
      'anonymous',
      'verified',
    ])
  })

  it('is read along an index, whatever the order and place', () => {
    for (const sort of ['waiting', 'idle', 'latest', 'standing', 'agent', 'channel'] as const) {
      for (const { where, values, order, after } of groupsOf(handle, sort)) {
        for (const place of ['', after.where]) {
          const plan = all<{ detail: string }>(
            handle,
            `EXPLAIN QUERY PLAN SELECT * FROM conversations WHERE ${where} ${place} ORDER BY ${order} LIMIT 60`,
            ...values,
            ...(place === '' ? [] : after.values(5, 'conv_a')),
          ).map(({ detail }) => detail)
          expect(plan.join(), `${sort} ${where} ${place}`).toMatch(/USING INDEX conversations_/)
          expect(plan.join(), `${sort} ${where} ${place}`).not.toMatch(/TEMP B-TREE/)
        }
      }
    }
  })
})

describe('the filters', () => {
  it('judge a standing as it is now', () => {
    const verified = read({ sort: 'latest', standing: 'verified' }).rows
    const expired = read({ sort: 'latest', standing: 'expired' }).rows
    expect(expired).toHaveLength(count / 10)
    expect(verified).toHaveLength((count * 2) / 5 - count / 10)
    expect(read({ sort: 'waiting', standing: 'expired', waiting: 'answered' }).rows.length).toBeGreaterThan(0)
    const { rows } = listLive(handle, {
      ...everything,
      sort: 'latest',
      standing: 'expired',
      limit: 60,
      now: now - 60_000,
    })
    expect(rows).toEqual([])
  })

  it('give nobody their own place', () => {
    const { rows } = read({ sort: 'idle', agent: 'nobody', channelId: 'chan_a' })
    expect(rows.length).toBeGreaterThan(1_000)
    expect(rows.every(({ assigneeId, channelId }) => assigneeId === null && channelId === 'chan_a')).toBe(true)
  })

  it('answer a short page rather than read everything for nothing', () => {
    const { rows, pages } = read({ sort: 'latest', standing: 'unchecked' })
    expect(rows).toEqual([])
    expect(pages).toBe(Math.floor(count / readAtMost) + 1)
  })

  it.each(['', 'no group', 'latest x y', "latest 1 conv_a' OR 1"])('begin anew at %j, which is no place', (cursor) => {
    const { rows } = listLive(handle, { ...everything, sort: 'latest', limit: 5, now, cursor })
    expect(rows.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4].map((index) => `conv_00000${index}`))
  })

  it('end at a place of another order', () => {
    expect(listLive(handle, { ...everything, sort: 'latest', limit: 5, now, cursor: 'oper_gone 5 conv_a' })).toEqual({
      rows: [],
      nextCursor: null,
    })
  })
})
