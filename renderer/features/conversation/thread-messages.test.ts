import { describe, expect, it } from 'vitest'
import type { MessageView } from '#shared/domain/conversation.ts'
import { joinMessages, threadItems } from './thread-messages.ts'

function message(position: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id: `msg_${position}`,
    position,
    kind: 'visitor',
    text: `message ${position}`,
    at: 1_790_000_000_000 + position * 1000,
    verdict: null,
    operator: null,
    to: null,
    delivery: null,
    held: null,
    mayBeSeen: false,
    standingChanged: false,
    identitySwitched: false,
    ...more,
  }
}

const positions = (messages: readonly MessageView[]) => messages.map((one) => one.position)

describe('joinMessages', () => {
  it('joins pages that overlap and takes the newer copy', () => {
    const joined = joinMessages(
      [message(1), message(2, { delivery: 'queued' })],
      [message(2, { delivery: 'sent' }), message(3)],
    )
    expect(positions(joined)).toEqual([1, 2, 3])
    expect(joined[1]?.delivery).toBe('sent')
  })

  it('joins older messages in front', () => {
    expect(positions(joinMessages([message(5), message(6)], [message(3), message(4)]))).toEqual([3, 4, 5, 6])
  })

  it('lets go of what lies before a gap', () => {
    expect(positions(joinMessages([message(1), message(2)], [message(9), message(10)]))).toEqual([9, 10])
  })
})

describe('threadItems', () => {
  const kinds = (messages: MessageView[], hasOlder = false) =>
    threadItems(messages, hasOlder).map((item) => item.marks.map((mark) => mark.kind))

  it('draws one divider above the message that changes the standing or the identity', () => {
    const changed = [
      message(1, { standingChanged: true }),
      message(2, { standingChanged: true, identitySwitched: true }),
    ]
    expect(kinds(changed)).toEqual([['day'], ['switch']])
  })

  it('keeps the divider of the first message shown when older ones exist', () => {
    expect(kinds([message(8, { standingChanged: true })], true)).toEqual([['standing']])
  })

  it('names a message without a verdict as one that cannot be checked', () => {
    const items = threadItems([message(1), message(2, { standingChanged: true })], false)
    expect(items[1]?.marks).toEqual([{ kind: 'standing', status: 'unchecked' }])
  })
})
