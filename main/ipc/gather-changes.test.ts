import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import { distinctMax, gatherChanges } from './gather-changes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const inConversation = (at: number): ChangeEvent => ({ topic: 'conversation', conversationId: `conv_${at}` })

test('a lone change is told at once, those behind it once each', () => {
  const told: ChangeEvent[] = []
  const gathered = gatherChanges((event) => told.push(event), 50)
  gathered.add(inConversation(1))
  expect(told).toEqual([inConversation(1)])
  for (let turn = 0; turn < 1_000; turn += 1) {
    gathered.add(inConversation(1))
    gathered.add(inConversation(2))
    gathered.add({ topic: 'inbox', conversationId: `conv_${turn}` })
  }
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(50)
  expect(told.slice(1)).toEqual([inConversation(1), inConversation(2), { topic: 'inbox', conversationId: null }])
  vi.advanceTimersByTime(1_000)
  expect(told).toHaveLength(4)
  gathered.add(inConversation(3))
  expect(told).toHaveLength(5)
})

test('more conversations than can be told apart are told as any', () => {
  const told: ChangeEvent[] = []
  const gathered = gatherChanges((event) => told.push(event), 50)
  for (let at = 0; at <= distinctMax + 1; at += 1) gathered.add(inConversation(at))
  vi.advanceTimersByTime(50)
  expect(told).toEqual([inConversation(0), { topic: 'conversation', conversationId: null }])
})

test('nothing is told after it is closed', () => {
  const told: ChangeEvent[] = []
  const gathered = gatherChanges((event) => told.push(event), 50)
  gathered.add(inConversation(1))
  gathered.add(inConversation(2))
  gathered.close()
  vi.advanceTimersByTime(1_000)
  expect(told).toHaveLength(1)
})
