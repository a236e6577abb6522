import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DraftView } from '#shared/domain/reply.ts'
import { createDrafts, type SaveDraft } from './drafts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const stored = (change: Partial<DraftView> = {}): DraftView => ({
  text: '',
  templateIds: [],
  revision: 0,
  held: null,
  taken: false,
  position: 0,
  ...change,
})
const words = (text: string) => ({ text, templateIds: [] })

function saver() {
  let revision = 100
  return vi.fn<SaveDraft>(async ({ position = 0 }) => ({
    ok: true,
    value: { revision: (revision += 1), position, sent: [] },
  }))
}

describe('drafts', () => {
  it('are saved once after a pause in typing', async () => {
    const save = saver()
    const drafts = createDrafts(save, 500)
    drafts.write('conv_a', 'reply', words('H'))
    drafts.write('conv_a', 'reply', { text: 'Hi', templateIds: ['tmpl_a'] })
    await vi.advanceTimersByTimeAsync(500)
    expect(save.mock.calls).toEqual([
      [{ conversationId: 'conv_a', mode: 'reply', text: 'Hi', templateIds: ['tmpl_a'] }],
    ])
  })

  it('are saved while somebody types without a pause', async () => {
    const save = saver()
    const drafts = createDrafts(save, 250, 1_000)
    for (let typed = 0; typed < 20; typed += 1) {
      drafts.write('conv_a', 'reply', words('x'.repeat(typed + 1)))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(save.mock.calls.length).toBeGreaterThanOrEqual(1)
  })

  it('flush saves each conversation and mode at once', async () => {
    const save = saver()
    const drafts = createDrafts(save)
    drafts.write('conv_a', 'reply', words('one'))
    drafts.write('conv_a', 'note', words('two'))
    drafts.write('conv_b', 'reply', words('three'))
    await drafts.flush()
    expect(save.mock.calls.map(([input]) => input.text)).toEqual(['one', 'two', 'three'])
  })

  it('what is typed here goes before what is stored, and a newer revision of another window before what is saved', async () => {
    const drafts = createDrafts(saver())
    expect(drafts.read('conv_a', 'reply', stored({ text: 'stored', revision: 7 })).text).toBe('stored')
    drafts.write('conv_a', 'reply', words('typed'))
    expect(drafts.read('conv_a', 'reply', stored({ text: 'elsewhere', revision: 9 })).text).toBe('typed')
    await drafts.flush()
    // A late answer from before our own save changes nothing.
    expect(drafts.read('conv_a', 'reply', stored({ text: 'elsewhere', revision: 9 })).text).toBe('typed')
    expect(drafts.read('conv_a', 'reply', stored({ text: '', revision: 500 })).text).toBe('')
  })

  it('nothing of a draft is saved after it was sent', async () => {
    const save = saver()
    const drafts = createDrafts(save)
    drafts.write('conv_a', 'reply', words('on its way'))
    const left = drafts.leave('conv_a', 'reply')
    if (left === null) throw new Error('nothing left the box')
    drafts.gone('conv_a', 'reply', left, 1)
    await vi.advanceTimersByTimeAsync(5_000)
    await drafts.flush()
    expect(save).not.toHaveBeenCalled()
  })

  it('what is written while another draft is held stays beside it', async () => {
    const save = saver()
    const drafts = createDrafts(save)
    const held = { code: 'not-verified', message: 'Locked.' } as const
    expect(drafts.read('conv_a', 'reply', stored({ revision: 3, held }))).toEqual({ ...words(''), held })
    drafts.write('conv_a', 'reply', words('something else'))
    await drafts.flush()
    expect(save.mock.calls[0]?.[0].held).toBe('beside')
  })

  it('what stands in the box stays there when its template is locked, and is not given back when it is opened again', async () => {
    const drafts = createDrafts(saver())
    const held = { code: 'not-verified', message: 'Locked.' } as const
    drafts.write('conv_a', 'reply', words('from a locked template'))
    await drafts.flush()
    const kept = stored({ revision: 101, held })
    expect(drafts.read('conv_a', 'reply', kept, true)).toEqual({ ...words('from a locked template'), held: null })
    expect(drafts.read('conv_a', 'reply', kept)).toEqual({ ...words(''), held })
    expect(drafts.read('conv_a', 'reply', stored({ revision: 101, text: 'from a locked template' }), true).text).toBe(
      'from a locked template',
    )
  })

  it('says so when saving fails, and goes on holding the text', async () => {
    const drafts = createDrafts(async () => ({ ok: false }), 1)
    const states: string[] = []
    drafts.onState((_id, _mode, state) => states.push(state))
    drafts.write('conv_a', 'reply', words('x'))
    await vi.advanceTimersByTimeAsync(10)
    expect(states).toEqual(['saving', 'failed'])
    expect(drafts.read('conv_a', 'reply', stored({ revision: 900 })).text).toBe('x')
  })
})

describe('a text on its way', () => {
  const place = ['conv_a', 'reply'] as const

  /** A box with a text of a template in it, saved, and on its way. */
  async function leaving(save: SaveDraft = saver()) {
    const drafts = createDrafts(save)
    drafts.read(...place, stored({ position: 4 }))
    drafts.write(...place, { text: 'Hello', templateIds: ['tmpl_hello'] })
    await drafts.flush()
    const left = drafts.leave(...place)
    if (left === null) throw new Error('nothing left the box')
    const box = () => {
      const { text, templateIds } = drafts.now(...place)
      return { text, templateIds }
    }
    return { drafts, left, box }
  }

  it('leaves the box at once, with its templates; what is typed on is the next one', async () => {
    const { drafts, left, box } = await leaving()
    expect(left).toEqual({ text: 'Hello', templateIds: ['tmpl_hello'] })
    expect(box()).toEqual(words(''))
    drafts.write(...place, { text: 'Thanks', templateIds: ['tmpl_thanks'] })
    drafts.gone(...place, left, 5)
    expect(box()).toEqual({ text: 'Thanks', templateIds: ['tmpl_thanks'] })
    expect(drafts.now(...place).onTheWay).toEqual([])
  })

  it('is saved with what is typed on, and that alone once it is sent', async () => {
    const save = saver()
    const { drafts, left } = await leaving(save)
    drafts.write(...place, { text: 'Thanks', templateIds: ['tmpl_thanks'] })
    await drafts.flush()
    const both = { text: 'Hello\nThanks', templateIds: ['tmpl_hello', 'tmpl_thanks'], position: 4 }
    expect(save.mock.calls.at(-1)?.[0]).toMatchObject(both)
    drafts.gone(...place, left, 5)
    await drafts.flush()
    expect(save.mock.calls.at(-1)?.[0]).toMatchObject({ text: 'Thanks', templateIds: ['tmpl_thanks'], position: 5 })
  })

  it('typed on and taken back: what was saved of it is taken back too', async () => {
    const save = saver()
    const { drafts, left } = await leaving(save)
    drafts.write(...place, words('Tha'))
    await drafts.flush()
    drafts.write(...place, words(''))
    drafts.gone(...place, left, 5)
    await drafts.flush()
    expect(save.mock.calls.at(-1)?.[0]).toMatchObject({ text: '', templateIds: [], position: 5 })
  })

  it('comes back before what was typed on where it is not sent, with the templates of both', async () => {
    const { drafts, box } = await leaving()
    drafts.write(...place, { text: 'Thanks', templateIds: ['tmpl_thanks'] })
    expect(drafts.back(...place).text).toBe('Hello\nThanks')
    expect(box()).toEqual({ text: 'Hello\nThanks', templateIds: ['tmpl_hello', 'tmpl_thanks'] })
    expect(drafts.now(...place).front).toBe('Hello\n'.length)
  })

  it('comes back as it was where nothing was typed', async () => {
    const save = saver()
    const { drafts, box } = await leaving(save)
    drafts.back(...place)
    expect(box()).toEqual({ text: 'Hello', templateIds: ['tmpl_hello'] })
    await drafts.flush()
    expect(save).toHaveBeenCalledTimes(1)
  })

  it('is followed by others, to the end of what is kept of them; a blank one never leaves', async () => {
    const { drafts, left, box } = await leaving()
    drafts.write(...place, words('  \n'))
    expect(drafts.leave(...place)).toBeNull()
    for (const text of ['Two', 'Three']) {
      drafts.write(...place, words(text))
      expect(drafts.leave(...place)?.text).toBe(text)
    }
    drafts.write(...place, words('Four'))
    expect(drafts.leave(...place)).toBeNull()
    expect(box().text).toBe('Four')
    drafts.gone(...place, left, 5)
    expect(drafts.now(...place).onTheWay.map(({ text }) => text)).toEqual(['Two', 'Three'])
    expect(drafts.back(...place).text).toBe('Two\nThree\nFour')
  })

  it('does not come back by an answer from before it was sent, nor from another window while it is', async () => {
    const { drafts, left } = await leaving()
    const before = stored({ text: 'Hello', templateIds: ['tmpl_hello'], revision: 101, position: 4 })
    expect(drafts.read(...place, before, true).text).toBe('')
    drafts.gone(...place, left, 5)
    expect(drafts.read(...place, before, true).text).toBe('')
    expect(drafts.read(...place, { ...before, revision: 999 }, true).text).toBe('')
    const elsewhere = stored({ text: 'From another window', revision: 102, position: 5 })
    expect(drafts.read(...place, elsewhere, true).text).toBe('From another window')
  })

  it('is not said to be held when its template is locked meanwhile', async () => {
    const { drafts } = await leaving()
    const held = { code: 'not-verified', message: 'Locked.' } as const
    expect(drafts.read(...place, stored({ revision: 101, position: 5, held }), true)).toEqual({
      ...words(''),
      held: null,
    })
  })

  it('where a save tells first that it is sent, its own answer takes nothing more off', async () => {
    const save = saver()
    const { drafts, left, box } = await leaving(save)
    drafts.write(...place, words('Hello again'))
    save.mockResolvedValueOnce({
      ok: true,
      value: { revision: 200, position: 5, sent: [{ position: 5, text: 'Hello' }] },
    })
    await drafts.flush()
    expect(drafts.isOnTheWay(...place, left)).toBe(false)
    expect(box().text).toBe('Hello again')
    drafts.gone(...place, left, 5)
    expect(box().text).toBe('Hello again')
  })

  it('a late answer of a save takes nothing off what was typed since', async () => {
    const save = saver()
    const { drafts, left, box } = await leaving(save)
    const late = Promise.withResolvers<Awaited<ReturnType<SaveDraft>>>()
    save.mockReturnValueOnce(late.promise)
    drafts.write(...place, words('Hello'))
    const flushed = drafts.flush()
    drafts.gone(...place, left, 5)
    late.resolve({ ok: true, value: { revision: 200, position: 5, sent: [{ position: 5, text: 'Hello' }] } })
    await flushed
    expect(box().text).toBe('Hello')
  })

  it('sent by another window, it is taken off what was typed on from it here', async () => {
    const save = saver()
    const drafts = createDrafts(save)
    drafts.read(...place, stored({ text: 'Hello', revision: 7, position: 4 }))
    const changes = vi.fn()
    drafts.onChange(changes)
    drafts.write(...place, words('Hello and more'))
    save.mockResolvedValueOnce({
      ok: true,
      value: { revision: 200, position: 5, sent: [{ position: 5, text: 'Hello' }] },
    })
    await drafts.flush()
    expect(drafts.now(...place)).toMatchObject({ text: ' and more', front: -'Hello'.length })
    expect(changes).toHaveBeenCalledWith(...place)
    // From now on the same words are new ones.
    drafts.write(...place, words('Hello and more'))
    await drafts.flush()
    expect(save.mock.calls.at(-1)?.[0]).toMatchObject({ text: 'Hello and more', position: 5 })
    expect(drafts.now(...place).text).toBe('Hello and more')
  })

  it('whose last save failed is saved again as what is left', async () => {
    const save = saver()
    const drafts = createDrafts(save)
    drafts.read(...place, stored({ position: 4 }))
    drafts.write(...place, words('Hello'))
    save.mockResolvedValueOnce({ ok: false })
    await drafts.flush()
    const left = drafts.leave(...place)
    if (left === null) throw new Error('nothing left the box')
    drafts.gone(...place, left, 5)
    await drafts.flush()
    expect(save.mock.calls.at(-1)?.[0]).toMatchObject({ text: '', position: 5 })
  })
})
