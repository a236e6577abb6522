import { describe, expect, it } from 'vitest'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import { gatherEvents } from './gather-events.ts'
import { call } from './host.ts'
import { createInMemoryHost } from './in-memory-host.ts'
import { isTouchedBy } from './invalidation.ts'

const now = () => Date.UTC(2026, 9, 1, 12)

describe('the in-memory host', () => {
  it('answers every area and parses inputs by the contract', async () => {
    const host = createInMemoryHost({ now })
    const inbox = await call(host, 'inbox.list', { filter: 'all', cursor: null, limit: 50 })
    expect(inbox.ok && inbox.value.rows.length).toBeGreaterThan(8)
    const wrong = await call(host, 'inbox.list', { filter: 'all', cursor: null, limit: 5_000 })
    expect(wrong).toMatchObject({ ok: false, problem: { code: 'input-invalid' } })
  })

  it('pages through 100 000 rows without holding them', async () => {
    const host = createInMemoryHost({ now, extraRows: 100_000 })
    const page = await call(host, 'inbox.list', { filter: 'all', cursor: '99900', limit: 200 })
    expect(page.ok && page.value.rows.length).toBeGreaterThan(99)
  })

  it('does not hand out the body of a locked template', async () => {
    const host = createInMemoryHost({ now })
    const answer = await call(host, 'template.list', { conversationId: 'conv_richard' })
    const reset = answer.ok ? answer.value.templates.find((one) => one.id === 'tmpl_reset') : undefined
    expect(reset).toMatchObject({ body: null, lock: { code: 'proof-rejected' } })
  })

  it('refuses an agent what is a supervisor’s', async () => {
    const host = createInMemoryHost({ now, role: 'agent' })
    expect(await call(host, 'refusals.list', {})).toMatchObject({ ok: false, problem: { code: 'not-allowed' } })
  })

  it('fails where it is told to', async () => {
    const host = createInMemoryHost({ now, failing: ['channels.list'] })
    expect(await call(host, 'channels.list', {})).toMatchObject({ ok: false, problem: { code: 'storage-unavailable' } })
  })

  it('keeps a reply once, however often it is sent', async () => {
    const host = createInMemoryHost({ now })
    const send = () =>
      call(host, 'reply.send', {
        conversationId: 'conv_okafor',
        requestId: 'request-0001',
        mode: 'reply',
        text: 'Here you are.',
        templateIds: [],
        seenPosition: 3,
        askToSignIn: false,
      })
    expect(await send()).toMatchObject({ ok: true, value: { outcome: 'sent', duplicate: false } })
    expect(await send()).toMatchObject({ ok: true, value: { outcome: 'sent', duplicate: true } })
  })
})

describe('what an event touches', () => {
  it('leaves other conversations alone', () => {
    const event: ChangeEvent = { topic: 'conversation', conversationId: 'conv_a' }
    expect(isTouchedBy(event, 'conversation.open', { conversationId: 'conv_a' })).toBe(true)
    expect(isTouchedBy(event, 'conversation.open', { conversationId: 'conv_b' })).toBe(false)
    expect(isTouchedBy(event, 'channels.list', {})).toBe(false)
  })

  it('delivers the first at once and gathers what follows', async () => {
    const delivered: number[] = []
    const second = new Promise<void>((resolve) => {
      const gather = gatherEvents(
        (events) => {
          delivered.push(events.length)
          if (delivered.length === 2) resolve()
        },
        { pause: 5 },
      )
      gather.add({ topic: 'inbox', conversationId: null })
      expect(delivered).toEqual([1])
      gather.add({ topic: 'inbox', conversationId: null })
      gather.add({ topic: 'inbox', conversationId: null })
      gather.add({ topic: 'flags', conversationId: null })
    })
    await second
    expect(delivered).toEqual([1, 2])
  })
})
