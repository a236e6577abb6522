import { describe, expect, it } from 'vitest'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import { answerAbout, arrivedAfter, obstacleOf, type Question } from './obstacle.ts'
import type { Preview } from './use-preview.ts'

const reason = (code: BlockReasonCode) => ({ code, message: code })
const allowed: Preview = {
  answer: { outcome: 'allow', findings: [], lifted: [], grant: 'none' },
  reasons: [],
  isCurrent: true,
  hasGap: false,
  firstFind: null,
}
const message = (position: number, kind: MessageView['kind'], by: string | null = null) =>
  ({ position, kind, operator: by === null ? null : { id: `oper_${by}`, name: by } }) as MessageView
const nothing: Question = {
  mode: 'reply',
  text: 'Hello',
  problem: null,
  answer: null,
  preview: allowed,
  replaced: null,
  lockedPick: null,
  held: null,
  messages: [],
  me: 'oper_me',
}
const blocked = (...codes: BlockReasonCode[]) =>
  ({ kind: 'blocked', text: 'Hello', judged: 'Hello', reasons: codes.map(reason), seen: 2 }) as const

describe('what stands between a text and its visitor', () => {
  it('is nothing where the gate would let it go', () => {
    expect(obstacleOf(nothing)).toBeNull()
  })

  it('is what arrived unseen, whatever the preview says, with the messages of others', () => {
    const messages = [
      message(2, 'visitor'),
      message(3, 'visitor'),
      message(4, 'reply', 'me'),
      message(5, 'reply', 'mia'),
    ]
    const found = obstacleOf({ ...nothing, messages, answer: blocked('unseen-message', 'not-verified') })
    expect(found).toMatchObject({ kind: 'arrived', messages: [{ position: 3 }, { position: 5 }] })
  })

  it('says nothing about another text, and goes once a proof has opened it', () => {
    expect(answerAbout({ answer: blocked('not-verified'), text: 'Hello!', preview: allowed })).toBeNull()
    expect(answerAbout({ answer: blocked('not-verified'), text: 'Hello', preview: allowed })).toBeNull()
    expect(answerAbout({ answer: blocked('unseen-message'), text: 'Hello', preview: allowed })).not.toBeNull()
  })

  it('goes on saying why it was blocked while somebody types on behind it, and no longer than that', () => {
    const answer = { ...blocked('unseen-message'), text: 'Hello\nTha' }
    for (const text of ['Hello\nTha', 'Hello\nThanks', 'Hello']) {
      expect(obstacleOf({ ...nothing, text, answer }), text).toMatchObject({ kind: 'arrived' })
    }
    for (const text of ['Hell', 'Thanks', 'Tha', '']) expect(obstacleOf({ ...nothing, text, answer }), text).toBeNull()
  })

  it('offers to try again what failed, with whatever was typed behind it', () => {
    const problem = { code: 'storage-full', message: 'The disk is full.' } as const
    const answer = { kind: 'failed', problem, text: 'Hello\nTha', judged: 'Hello' } as const
    expect(obstacleOf({ ...nothing, text: 'Hello\nThanks', answer })).toEqual({
      kind: 'problem',
      problem,
      canRetry: true,
    })
    expect(obstacleOf({ ...nothing, text: 'Goodbye', answer })).toBeNull()
    expect(obstacleOf({ ...nothing, problem })).toEqual({ kind: 'problem', problem, canRetry: false })
  })

  it('names each reason once', () => {
    const preview = { ...allowed, answer: undefined, reasons: [reason('not-verified'), reason('secret-in-text')] }
    const found = obstacleOf({ ...nothing, preview, answer: blocked('not-verified') })
    expect(found).toMatchObject({ kind: 'blocked', reasons: [{ code: 'not-verified' }, { code: 'secret-in-text' }] })
  })

  it('offers what was discarded as long as the box is empty, and a held draft where nothing was', () => {
    const before = { text: 'Hello', templateIds: [] }
    const replaced = { kind: 'discarded', text: '', before } as const
    expect(obstacleOf({ ...nothing, text: '', replaced })).toEqual({ kind: 'discarded' })
    expect(obstacleOf({ ...nothing, text: 'H', replaced })).toBeNull()
    expect(obstacleOf({ ...nothing, text: '', held: reason('not-verified') })).toMatchObject({ kind: 'held' })
  })

  it('asks for one more act only after the first', () => {
    const warnings = [reason('secret-in-text')]
    const preview: Preview = {
      ...allowed,
      answer: { outcome: 'warn', warnings, findings: [], lifted: [], grant: 'none' },
    }
    expect(obstacleOf({ ...nothing, preview })).toMatchObject({ kind: 'warned', attempted: false })
    const answer = { kind: 'warned', text: 'Hello', judged: 'Hello', warnings } as const
    expect(obstacleOf({ ...nothing, preview, answer })).toMatchObject({ kind: 'warned', attempted: true })
    expect(obstacleOf({ ...nothing, mode: 'note', preview })).toBeNull()
    // Of what was typed behind it nothing was shown yet.
    const typedOn = { ...answer, text: 'Hello\nThanks' }
    const found = obstacleOf({ ...nothing, preview: allowed, text: 'Hello\nThanks', answer: typedOn })
    expect(found).toEqual({ kind: 'warned', warnings, attempted: false })
    expect(answerAbout({ answer: typedOn, text: 'Hello\nThanks!', preview: allowed })).toBeNull()
  })
})

it('what came in is of visitors and colleagues, never a note or one’s own', () => {
  const all = [message(1, 'visitor'), message(2, 'note', 'mia'), message(3, 'event'), message(4, 'reply', 'me')]
  expect(arrivedAfter(0, all, 'oper_me').map(({ position }) => position)).toEqual([1])
})
