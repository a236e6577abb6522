import { expect, test } from 'vitest'
import { verdictOf } from '../conversations/testing/verdict-of.ts'
import { beginRedaction } from './redact-content.ts'

const mark = 'erased-abc123'
const redact = (content: unknown, values: string[], whole = false) =>
  beginRedaction(values, mark)('message.received', content, whole)
const message = {
  messageId: 'msg_verifiedmatch',
  conversationId: 'conv_1',
  clientMessageId: 'msg_verified',
  policy: 'observe',
  via: 'widget',
  text: 'I am verified',
  verdict: verdictOf({
    evidence: { ...verdictOf().evidence, droppedFields: ['verified'] },
    fields: { email: { value: 'verified', provenance: 'claimed' } },
  }),
}
/** Names that a person may bear, each of which is also a word of ours. */
const names = [
  'verified',
  'proof-matches',
  'match',
  'claimed',
  'observe',
  'widget',
  'fernand',
  'value',
  'verdict',
  'status',
]

test.each([false, true])('whatever a person is called, codes, ids and names of members stay (whole: %s)', (whole) => {
  for (const name of names) {
    const left = redact(message, [name], whole) as typeof message
    expect(left).toMatchObject({
      messageId: message.messageId,
      conversationId: 'conv_1',
      policy: 'observe',
      via: 'widget',
    })
    const { status, reason, scheme, fields } = left.verdict
    expect([name, status, reason, scheme]).toEqual([name, 'verified', 'proof-matches', 'fernand'])
    expect(Object.values(fields)[0]).toMatchObject({ provenance: 'claimed' })
    expect(Object.keys(left)).toEqual(Object.keys(message))
    expect(Object.keys(left.verdict)).toEqual(Object.keys(message.verdict))
  }
})

test('what was written goes, and what a page may choose', () => {
  const left = redact(message, ['verified']) as typeof message
  expect([left.text, left.clientMessageId]).toEqual([`I am ${mark}`, `msg_${mark}`])
  expect(left.verdict.fields).toEqual({ email: { value: mark, provenance: 'claimed' } })
  expect(left.verdict.evidence.droppedFields).toEqual([mark])
})

test('blocked and flagged entries keep what they are counted by', () => {
  const blocked = { conversationId: 'conv_1', templateIds: [], reasons: ['not-verified'], kinds: ['e-mail'] }
  expect(redact(blocked, ['verified', 'e-mail'], true)).toEqual(blocked)
  const flag = { flagId: 'flag_1', kind: 'impersonation', severity: 'serious', sentence: 'The visitor is serious.' }
  expect(redact(flag, ['serious'], true)).toEqual({ ...flag, sentence: mark })
})

test('names of fields that a page chose are cleaned', () => {
  const named = { verdict: { ...verdictOf(), fields: { 'ann@x.example': { value: 'yes', provenance: 'claimed' } } } }
  expect(redact(named, ['ann@x.example'])).toMatchObject({
    verdict: { fields: { [mark]: { value: 'yes', provenance: 'claimed' } } },
  })
})
