import { describe, expect, it, vi } from 'vitest'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { Result } from '#shared/contract/result.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import { createDrafts, type SaveDraft } from './drafts.ts'
import { createSending, type Press } from './sending.ts'

type Outcome = Result<RequestOutput<'reply.send'>>

const place = ['conv_a', 'reply'] as const
const stored: DraftView = { text: '', templateIds: [], revision: 0, held: null, taken: false, position: 4 }
const sentAt = (position: number): Outcome => ({
  ok: true,
  value: { outcome: 'sent', duplicate: false, message: { position } as never },
})
const reasons = [{ code: 'unseen-message', message: 'A message arrived.' }] as const
const blocked: Outcome = { ok: true, value: { outcome: 'blocked', reasons: [...reasons] } }
const failed: Outcome = { ok: false, problem: { code: 'storage-full', message: 'The disk is full.' } }

/** A box to type into, and a console that answers each press of Send when the test says so. */
function begin() {
  const save = vi.fn<SaveDraft>(async ({ position = 0 }) => ({ ok: true, value: { revision: 9, position, sent: [] } }))
  const drafts = createDrafts(save)
  drafts.read(...place, stored)
  const asked: { input: RequestInput<'reply.send'>; answer: (outcome: Outcome) => void }[] = []
  let ids = 0
  const sending = createSending({
    drafts,
    send: (input) => {
      const { promise, resolve } = Promise.withResolvers<Outcome>()
      asked.push({ input, answer: resolve })
      return promise
    },
    newId: () => `request-${(ids += 1)}`,
  })
  const onSent = vi.fn()
  const onRefused = vi.fn()
  const press = (change: Partial<Press> = {}) =>
    sending.submit({
      conversationId: place[0],
      mode: place[1],
      seen: 4,
      sendAnyway: false,
      onSent,
      onRefused,
      settled: async () => undefined,
      ...change,
    })
  const type = (text: string) => {
    drafts.write(...place, { text, templateIds: [] })
    sending.typed(...place, text)
  }
  const box = () => drafts.now(...place).text
  const asks = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count))
  const texts = () => asked.map(({ input }) => input.text)
  const settled = () => vi.waitFor(() => expect(drafts.now(...place).onTheWay).toEqual([]))
  return { save, drafts, sending, asked, asks, texts, settled, press, type, box, onSent, onRefused }
}

describe('sending', () => {
  it('saves what stood in the box, sends it once, and leaves what is typed on', async () => {
    const { save, asked, asks, settled, press, type, box, onSent, sending } = begin()
    type('Hello')
    press()
    expect(box()).toBe('')
    await asks(1)
    expect(save.mock.calls.map(([input]) => input.text)).toEqual(['Hello'])
    expect(asked[0]?.input).toMatchObject({ text: 'Hello', seenPosition: 4, sendAnyway: false })
    type('Thanks')
    asked[0]?.answer(sentAt(5))
    await settled()
    expect(box()).toBe('Thanks')
    expect(onSent).toHaveBeenCalledExactlyOnceWith(5)
    expect(sending.answerOf(...place)).toBeNull()
    expect(asked).toHaveLength(1)
  })

  it('an empty box sends nothing, and a second press of Send not the first text again', async () => {
    const { asks, texts, press, type } = begin()
    press()
    type('Hello')
    press()
    press()
    await asks(1)
    expect(texts()).toEqual(['Hello'])
  })

  it('a second text waits for the first, and has seen no more than the first was sent behind', async () => {
    const { asked, asks, texts, settled, press, type, box } = begin()
    type('Hello')
    press()
    await asks(1)
    type('ok')
    press({ seen: 4 })
    type('And')
    expect(texts()).toEqual(['Hello'])
    asked[0]?.answer(sentAt(7))
    await asks(2)
    expect(asked[1]?.input).toMatchObject({ text: 'ok', seenPosition: 7 })
    expect(asked[1]?.input.requestId).not.toBe(asked[0]?.input.requestId)
    asked[1]?.answer(sentAt(8))
    await settled()
    expect(box()).toBe('And')
  })

  it('where the first is blocked, nothing behind it goes out, and all of it stands in the box with the reason', async () => {
    const { asked, asks, texts, settled, press, type, box, onRefused, sending } = begin()
    type('Hello')
    press()
    await asks(1)
    type('Two')
    press()
    type('Three')
    asked[0]?.answer(blocked)
    await settled()
    expect(box()).toBe('Hello\nTwo\nThree')
    const answer = { kind: 'blocked', judged: 'Hello', text: 'Hello\nTwo\nThree', reasons, seen: 4 }
    await vi.waitFor(() => expect(sending.answerOf(...place)).toEqual(answer))
    expect(onRefused).toHaveBeenCalledExactlyOnceWith(answer)
    type('Hello\nTwo\nThree, four')
    expect(sending.answerOf(...place)).toEqual(answer)
    type('Hell')
    expect(sending.answerOf(...place)).toBeNull()
    expect(texts()).toEqual(['Hello'])
    // It can be sent again.
    press()
    await asks(2)
    expect(texts()).toEqual(['Hello', 'Hell'])
  })

  it('tried again after it failed it is the same reply, and another text is another one', async () => {
    const { asked, asks, settled, press, type, box, sending } = begin()
    type('Hello')
    press()
    await asks(1)
    asked[0]?.answer(failed)
    await settled()
    await vi.waitFor(() => expect(sending.answerOf(...place)).toMatchObject({ kind: 'failed', text: 'Hello' }))
    expect(box()).toBe('Hello')
    press()
    await asks(2)
    asked[1]?.answer(failed)
    await settled()
    type('Hello!')
    press()
    await asks(3)
    const ids = asked.map(({ input }) => input.requestId)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })

  it('where its answer is lost and a save tells that it was sent, it does not come back', async () => {
    const { asked, asks, press, type, box, save, drafts, sending } = begin()
    type('Hello')
    press()
    await asks(1)
    type('Thanks')
    save.mockResolvedValueOnce({
      ok: true,
      value: { revision: 10, position: 5, sent: [{ position: 5, text: 'Hello' }] },
    })
    await drafts.flush()
    asked[0]?.answer(failed)
    await vi.waitFor(() => expect(drafts.now(...place).onTheWay).toEqual([]))
    expect(box()).toBe('Thanks')
    press()
    await asks(2)
    expect(asked[1]?.input.text).toBe('Thanks')
    expect(sending.answerOf(...place)).toBeNull()
  })

  it('where its answer is lost, what was sent is asked for before any of it comes back', async () => {
    const { asked, asks, settled, press, type, box, save, drafts, sending } = begin()
    type('Hello')
    press()
    await asks(1)
    type('Thanks')
    await drafts.flush()
    save.mockResolvedValueOnce({
      ok: true,
      value: { revision: 10, position: 5, sent: [{ position: 5, text: 'Hello' }] },
    })
    asked[0]?.answer(failed)
    await settled()
    expect(box()).toBe('Thanks')
    expect(sending.answerOf(...place)).toBeNull()
    press()
    await asks(2)
    expect(asked[1]?.input.text).toBe('Thanks')
  })

  it('where the window is left, nothing more goes out or is saved: the next person may sit there by then', async () => {
    const { asked, asks, texts, press, type, save, drafts, sending } = begin()
    type('Hello')
    press()
    await asks(1)
    type('Two')
    press()
    type('Three')
    sending.stop()
    drafts.stop()
    const saves = save.mock.calls.length
    expect(save.mock.lastCall?.[0].text).toBe('Hello\nTwo\nThree')
    asked[0]?.answer(sentAt(5))
    await vi.waitFor(() => expect(drafts.now(...place).onTheWay.map(({ text }) => text)).toEqual(['Two']))
    await drafts.flush()
    expect(texts()).toEqual(['Hello'])
    expect(save).toHaveBeenCalledTimes(saves)
  })

  it('names every template of all that comes back, however many', async () => {
    const { asked, asks, settled, press, drafts } = begin()
    const write = (text: string, from: number) =>
      drafts.write(...place, { text, templateIds: Array.from({ length: 8 }, (_, at) => `tmpl_${from + at}` as const) })
    write('Hello', 0)
    press()
    await asks(1)
    write('Thanks', 8)
    asked[0]?.answer(blocked)
    await settled()
    expect(drafts.now(...place).templateIds).toHaveLength(16)
  })

  it('does not send what its last save tells to be sent already, by another window', async () => {
    const { asks, texts, press, type, box, save, settled } = begin()
    type('Hello')
    save.mockResolvedValueOnce({
      ok: true,
      value: { revision: 10, position: 5, sent: [{ position: 5, text: 'Hello' }] },
    })
    press()
    await settled()
    expect(box()).toBe('')
    expect(texts()).toEqual([])
    type('Thanks')
    press()
    await asks(1)
    expect(texts()).toEqual(['Thanks'])
  })

  it('comes back only when no character is being composed in the box', async () => {
    const { asked, asks, press, type, box, drafts } = begin()
    const composed = Promise.withResolvers<void>()
    type('Hello')
    const waits = vi.fn(() => composed.promise)
    press({ settled: waits })
    await asks(1)
    type('n')
    asked[0]?.answer(blocked)
    await vi.waitFor(() => expect(waits).toHaveBeenCalled())
    expect(box()).toBe('n')
    type('你')
    composed.resolve()
    await vi.waitFor(() => expect(drafts.now(...place).onTheWay).toEqual([]))
    expect(box()).toBe('Hello\n你')
  })

  it('goes on for a reply while a note is on its way', async () => {
    const { asked, asks, press, type, drafts } = begin()
    type('Hello')
    press()
    drafts.write('conv_a', 'note', { text: 'For us', templateIds: [] })
    press({ mode: 'note' })
    await asks(2)
    expect(asked.map(({ input }) => [input.mode, input.text])).toEqual([
      ['reply', 'Hello'],
      ['note', 'For us'],
    ])
  })
})
