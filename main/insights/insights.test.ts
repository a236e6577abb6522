import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ProblemCode } from '#shared/contract/result.ts'
import { readCsv } from '../replies/csv.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 120_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const email = 'ann@example.com'
const signed = (who = email, key = secret) => ({
  email: who,
  hash: createHmac('sha256', key).update(who).digest('hex'),
})
const problem = (code: ProblemCode) => expect.objectContaining({ name: 'ProblemError', code })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

/** A shop that anybody may write to, and one whose policy refuses whoever is not verified. */
async function desk() {
  const console = await startConsole()
  started.push(console)
  const add = async (name: string, policy: 'observe' | 'enforce') => {
    const channel = await console.ask('channels.add', {
      name,
      scheme: 'fernand',
      policy,
      origins: [origin],
      settings: {},
    })
    await console.ask('keys.add', {
      channelId: channel.id,
      label: 'Main',
      material: `${secret}${policy === 'enforce' ? '2' : ''}`,
      acceptRepair: false,
      acceptDegradedKeystore: false,
    })
    return channel
  }
  return { console, shop: await add('=1+1 Shop', 'observe'), bank: await add('Bank', 'enforce') }
}
type Desk = Awaited<ReturnType<typeof desk>>

const send = ({ console }: Desk, conversationId: `conv_${string}`, text: string) =>
  console.ask('reply.send', {
    conversationId,
    text,
    requestId: randomUUID(),
    mode: 'reply',
    templateIds: [],
    seenPosition: 100,
    askToSignIn: false,
  })
const week = (at: Desk) => at.console.ask('insights.figures', { days: 7 })

async function play(at: Desk) {
  const { console, shop, bank } = at
  const ann = await console.visit(shop.id, signed())
  const { conversationId } = await ann.say('Where is my parcel?')
  await send(at, conversationId, 'On its way.')
  const forger = await console.visit(shop.id, signed(email, 'another secret that is not the key'))
  const forged = await forger.say('Where is my parcel?')
  await send(at, forged.conversationId, 'Your IBAN is DE89 3704 0044 0532 0130 00.')
  const stranger = await console.visit(bank.id, { email })
  stranger.send({ type: 'message', id: 'refused-1', text: 'Hello?' })
  await stranger.next('refused')
  return { conversationId, forged: forged.conversationId }
}

describe('insights of a console', () => {
  it('count what happened, and list exactly that', async () => {
    const at = await desk()
    const { conversationId, forged } = await play(at)
    const figures = await week(at)
    expect(figures.days).toHaveLength(7)
    expect(figures.channels.map(({ name }) => name)).toEqual(['=1+1 Shop', 'Bank'])
    expect(figures.share.all).toMatchObject({ verified: 1, failed: 1, claimed: 1, anonymous: 0 })
    expect(figures.share.byDay.at(-1)).toEqual(figures.share.all)
    expect(figures.failures).toEqual([{ status: 'failed', reason: 'hash-mismatch', count: 1 }])
    expect(figures.blocked.sends).toBe(1)
    expect(figures.firstReplies.all).toMatchObject({ answered: 1, unanswered: 1 })

    const span = { from: figures.days[0]?.start ?? 0, to: figures.days.at(-1)?.end ?? 0, upTo: figures.upTo, limit: 50 }
    const messages = await at.console.ask('insights.list', { list: 'messages', ...span })
    expect(messages.rows.map(({ conversationId: id, verdict, visitor }) => [id, verdict?.status, visitor])).toEqual([
      [null, 'claimed', email],
      [forged, 'failed', email],
      [conversationId, 'verified', email],
    ])
    const failures = await at.console.ask('insights.list', { list: 'failures', ...span, reason: 'hash-mismatch' })
    expect(failures.rows).toMatchObject([{ conversationId: forged, channel: { name: '=1+1 Shop' } }])
    const blocked = await at.console.ask('insights.list', { list: 'blocked', ...span, code: 'secret-in-text' })
    expect(blocked.rows).toMatchObject([{ conversationId: forged, operator: 'Supervisor' }])
    const replied = await at.console.ask('insights.list', { list: 'first-replies', ...span })
    expect(replied.rows).toMatchObject([{ conversationId, operator: 'Supervisor' }])
    const unanswered = await at.console.ask('insights.list', { list: 'unanswered', ...span })
    expect(unanswered.rows).toMatchObject([{ conversationId: forged }])
  })

  it('are for supervisors: an agent is refused each of them', async () => {
    const at = await desk()
    await at.console.addOperator('Mia', 'agent')
    await at.console.signIn('Mia')
    const list = { list: 'messages', from: 0, to: 1, upTo: 1, limit: 1 } as const
    await expect(at.console.ask('insights.figures', { days: 7 })).rejects.toEqual(problem('not-allowed'))
    await expect(at.console.ask('insights.list', list)).rejects.toEqual(problem('not-allowed'))
    await expect(at.console.ask('insights.export', { panel: 'share', days: 7 })).rejects.toEqual(problem('not-allowed'))
  })

  it('refuse a period that is none', async () => {
    const { console } = await desk()
    await expect(console.ask('insights.figures', {})).rejects.toEqual(problem('input-invalid'))
    await expect(console.ask('insights.figures', { from: '2026-02-30', to: '2026-03-01' })).rejects.toEqual(
      problem('input-invalid'),
    )
  })

  it('go to a file that only this user may read, and in which no cell is a formula', async () => {
    const at = await desk()
    await play(at)
    const { console } = at
    const { folder, file } = await console.ask('insights.export', { panel: 'share', days: 7 })
    const path = join(console.profileFolder, folder, file)
    expect(statSync(path).mode & 0o077).toBe(0)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain("channel,'=1+1 Shop,1,0,1,0,0,0,2,50.0\r\n")
    const rows = readCsv(text) ?? []
    expect(rows[0]).toEqual('by,which,verified,claimed,failed,expired,unchecked,anonymous,all,verified %'.split(','))
    expect(rows.filter(([by]) => by === 'day')).toHaveLength(7)
    expect(rows.at(-1)).toEqual('all,,1,1,1,0,0,0,3,33.3'.split(','))
    for (const panel of ['failures', 'blocked', 'overrides', 'first-replies'] as const) {
      const exported = await console.ask('insights.export', { panel, days: 7 })
      const table = readCsv(readFileSync(join(console.profileFolder, exported.folder, exported.file), 'utf8')) ?? []
      expect([panel, table.length - 1]).toEqual([panel, exported.rows])
      expect(exported.file).toContain(panel)
    }
  })

  it('say so where the file cannot be written', async () => {
    const { console } = await desk()
    writeFileSync(join(console.profileFolder, 'exports'), 'in the way')
    await expect(console.ask('insights.export', { panel: 'share', days: 7 })).rejects.toEqual(
      problem('storage-unavailable'),
    )
  })

  it('stay as they were when a person is erased, and their lists name them no more', async () => {
    const at = await desk()
    await play(at)
    const { console } = at
    const before = await week(at)
    const { rows } = await console.ask('contacts.list', { query: email, cursor: null, limit: 10 })
    for (const { id } of rows) {
      await console.ask('audit.erase', { contactId: id, reason: 'Asked for by letter' }).catch(() => undefined)
    }
    const after = await week(at)
    expect({ ...after, upTo: 0, at: 0 }).toEqual({ ...before, upTo: 0, at: 0 })
    const span = { from: after.days[0]?.start ?? 0, to: after.days.at(-1)?.end ?? 0, upTo: after.upTo, limit: 50 }
    const messages = await console.ask('insights.list', { list: 'messages', ...span })
    expect(messages.rows).toHaveLength(3)
    expect(JSON.stringify(messages.rows)).not.toContain(email)
    // What was counted before may still be listed.
    expect((await console.ask('insights.list', { list: 'messages', ...span, upTo: before.upTo })).rows).toHaveLength(3)
  })
})
