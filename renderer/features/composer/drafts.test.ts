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
  ...change,
})
const words = (text: string) => ({ text, templateIds: [] })

function saver() {
  let revision = 100
  return vi.fn<SaveDraft>(async () => ({ ok: true, value: { revision: (revision += 1) } }))
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
    drafts.sent('conv_a', 'reply')
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
