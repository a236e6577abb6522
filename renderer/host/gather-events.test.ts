import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { gatherEvents } from './gather-events.ts'

const change = { topic: 'inbox', conversationId: null } as const

describe('gathered changes and typing', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('shows a lone change at once, also to somebody who types', async () => {
    const deliver = vi.fn(async () => {})
    gatherEvents(deliver, { pause: 100, typing: () => true }).add(change)
    expect(deliver).toHaveBeenCalledTimes(1)
  })

  it('holds what was gathered until there is a gap between keys', async () => {
    let typing = true
    const deliver = vi.fn(async () => {})
    const gather = gatherEvents(deliver, { pause: 100, typing: () => typing })
    gather.add(change)
    await vi.advanceTimersByTimeAsync(10)
    gather.add(change)
    await vi.advanceTimersByTimeAsync(300)
    expect(deliver).toHaveBeenCalledTimes(1)
    typing = false
    await vi.advanceTimersByTimeAsync(50)
    expect(deliver).toHaveBeenCalledTimes(2)
  })

  it('goes on after a delivery that failed, at once or later', async () => {
    const deliver = vi
      .fn<() => Promise<void>>()
      .mockImplementationOnce(() => {
        throw new Error('at once')
      })
      .mockRejectedValueOnce(new Error('later'))
      .mockResolvedValue()
    const gather = gatherEvents(deliver, { pause: 100 })
    for (const calls of [1, 2, 3]) {
      gather.add(change)
      await vi.advanceTimersByTimeAsync(200)
      expect(deliver).toHaveBeenCalledTimes(calls)
    }
  })

  it('shows it after half a second to somebody who never stops', async () => {
    const deliver = vi.fn(async () => {})
    const gather = gatherEvents(deliver, { pause: 100, typing: () => true })
    gather.add(change)
    await vi.advanceTimersByTimeAsync(10)
    gather.add(change)
    await vi.advanceTimersByTimeAsync(480)
    expect(deliver).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(60)
    expect(deliver).toHaveBeenCalledTimes(2)
  })
})
