import { expect, it } from 'vitest'
import { withMemory } from './memory.ts'
import { nodePrimitives } from './primitives.ts'
import { item, newPair, noon, publicKey, requestOf, tokenOf } from './testing/signing.ts'
import { createVerify } from './verify.ts'

const pair = newPair()
const token = tokenOf(pair, [item('Email', 'ann@example.com'), item('expires_at', new Date(noon).toISOString())])
const keys = [publicKey(pair.pem)]

function counting() {
  let checks = 0
  const primitives = withMemory({
    ...nodePrimitives,
    verifyToken: (text, algorithm, key) => {
      checks += 1
      return nodePrimitives.verifyToken(text, algorithm, key)
    },
  })
  const engine = createVerify(primitives)
  const settings = { identityLabels: { Email: 'email' } }
  const judge = (signedInteractionData: string, at = noon, own = keys) =>
    engine(requestOf({ scheme: 'talkative', identity: { signedInteractionData }, keys: own, settings, at }))
  return { judge, checks: () => checks }
}

it('checks the signature of a token once, and its time at every message', async () => {
  const { judge, checks } = counting()
  expect((await judge(token)).reason).toBe('proof-matches')
  expect((await judge(token)).reason).toBe('proof-matches')
  expect((await judge(token, noon + 60_000)).reason).toBe('proof-expired')
  expect(checks()).toBe(1)
})

it('remembers exactly these bytes under exactly this key, and no failure', async () => {
  const { judge, checks } = counting()
  await judge(token)
  const [header, payload] = token.split('.')
  const zeros = `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`
  expect((await judge(zeros)).reason).toBe('signature-mismatch')
  expect((await judge(zeros)).reason).toBe('signature-mismatch')
  expect((await judge(token, noon, [publicKey(newPair().pem)])).reason).toBe('signature-mismatch')
  expect((await judge(token, noon, [{ ...publicKey(pair.pem), state: 'retired' }])).reason).toBe('key-retired')
  expect(checks()).toBe(4)
})
