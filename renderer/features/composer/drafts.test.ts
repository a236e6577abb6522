import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDrafts } from './drafts.ts'

function shelf() {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
}

describe('drafts', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('saves the last text once, after a pause', async () => {
    const save = vi.fn(async () => ({ ok: true }))
    const drafts = createDrafts(save, shelf(), 500)
    drafts.write('conv_a', 'reply', { text: 'H', templateIds: [] })
    drafts.write('conv_a', 'reply', { text: 'Hi', templateIds: [] })
    expect(save).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(500)
    expect(save.mock.calls).toEqual([[{ conversationId: 'conv_a', mode: 'reply', text: 'Hi' }]])
  })

  it('flushes each conversation and mode on its own', () => {
    const save = vi.fn(async () => ({ ok: true }))
    const drafts = createDrafts(save, shelf())
    drafts.write('conv_a', 'reply', { text: 'one', templateIds: [] })
    drafts.write('conv_a', 'note', { text: 'two', templateIds: [] })
    drafts.write('conv_b', 'reply', { text: 'three', templateIds: [] })
    drafts.flush()
    expect(save).toHaveBeenCalledTimes(3)
  })

  it('prefers what was typed here over what is stored', () => {
    const drafts = createDrafts(async () => ({ ok: true }), shelf())
    expect(drafts.read('conv_a', 'reply', 'stored').text).toBe('stored')
    drafts.write('conv_a', 'reply', { text: '', templateIds: [] })
    expect(drafts.read('conv_a', 'reply', 'stored').text).toBe('')
  })

  it('remembers the templates of a draft beyond the window, and forgets them with it', () => {
    const kept = shelf()
    const first = createDrafts(async () => ({ ok: true }), kept)
    first.write('conv_a', 'reply', { text: 'reset link', templateIds: ['tmpl_reset'] })
    expect(createDrafts(async () => ({ ok: true }), kept).read('conv_a', 'reply', 'reset link').templateIds).toEqual([
      'tmpl_reset',
    ])
    first.write('conv_a', 'reply', { text: '', templateIds: [] })
    expect(createDrafts(async () => ({ ok: true }), kept).read('conv_a', 'reply', 'x').templateIds).toEqual([])
  })

  it('tells when saving failed', async () => {
    const drafts = createDrafts(async () => ({ ok: false }), shelf(), 1)
    const states: string[] = []
    drafts.onState((_id, _mode, state) => states.push(state))
    drafts.write('conv_a', 'reply', { text: 'x', templateIds: [] })
    await vi.advanceTimersByTimeAsync(5)
    expect(states).toEqual(['saving', 'failed'])
  })
})
