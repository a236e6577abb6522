import { expect, it } from 'vitest'
import { breakagesOfCalls, breakagesOfPromises, textOfBrokenParts } from '../testing/breakages.ts'
import { measured } from '../testing/endurance.ts'
import type { CheckRequest, VerificationKey } from './check.ts'
import { importPublicKeyPem } from './import-key.ts'
import { nodePrimitives, type Primitives } from './primitives.ts'
import { hashRows, honestPage, presetSecret, rsaPublicPem, tokenOfRow, tokenRows } from './testing/preset-rows.ts'
import { item, newPair, publicKey, requestOf, secretKey, tokenOf } from './testing/signing.ts'
import { createVerify } from './verify.ts'

const pair = newPair()
const keys = [secretKey(presetSecret, { kid: 'app_5f1e' })]

function rsaKey(): VerificationKey {
  const imported = importPublicKeyPem(rsaPublicPem, 'token')
  if (!imported.ok) throw new Error(imported.problem.code)
  return { id: 'key_one', state: 'active', retiresAt: null, ...imported.key }
}

/** A message of every scheme that verifies. */
const honest: CheckRequest[] = [
  ...hashRows.map((row) => requestOf({ scheme: row.scheme, identity: honestPage(row), keys })),
  ...tokenRows.map((row) =>
    requestOf({
      scheme: row.scheme,
      identity: { [row.token]: tokenOfRow(row) },
      keys: row.signs === 'RS256' ? [rsaKey()] : keys,
      settings: row.settings ?? {},
    }),
  ),
  requestOf({
    scheme: 'talkative',
    identity: { signedInteractionData: tokenOf(pair, [item('Email', 'ann@example.com')]) },
    keys: [publicKey(pair.pem)],
    settings: { identityLabels: { Email: 'email' } },
  }),
]

/** The primitives that a request uses, and how often. */
async function used(request: CheckRequest): Promise<Map<keyof Primitives, number>> {
  const counts = new Map<keyof Primitives, number>()
  await createVerify(counting((name) => counts.set(name, (counts.get(name) ?? 0) + 1)))(request)
  return counts
}

function counting(called: (name: keyof Primitives) => void): Primitives {
  const entries = Object.entries(nodePrimitives).map(([name, primitive]) => [
    name,
    (...given: never[]) => {
      called(name as keyof Primitives)
      return (primitive as (...all: never[]) => unknown)(...given)
    },
  ])
  return Object.fromEntries(entries) as Primitives
}

/** The primitives, of which one call alone is broken: the `at`th one to `name`. */
function withOneBroken(name: keyof Primitives, at: number, broken: (...given: never[]) => unknown): Primitives {
  let calls = 0
  const primitive = nodePrimitives[name] as (...given: never[]) => unknown
  const replaced = (...given: never[]) => {
    calls += 1
    return calls === at ? broken(...given) : primitive(...given)
  }
  return { ...nodePrimitives, [name]: replaced }
}

it('no verdict is reached over a primitive that broke, at any call to any of them, for any scheme', async () => {
  const verified: string[] = []
  const leaked: string[] = []
  const found = { points: 0 }
  for (const request of honest) {
    expect([request.scheme, (await createVerify(nodePrimitives)(request)).status]).toEqual([request.scheme, 'verified'])
    for (const [name, calls] of await used(request)) {
      const breakages = name === 'verifyToken' ? breakagesOfPromises : breakagesOfCalls
      for (let at = 1; at <= calls; at += 1) {
        for (const breakage of breakages) {
          const broken = breakage.break(nodePrimitives[name] as (...given: never[]) => unknown)
          const verdict = await createVerify(withOneBroken(name, at, broken))(request)
          const point = `${request.scheme}: call ${at} of ${name} ${breakage.name}`
          found.points += 1
          const isProven = Object.values(verdict.fields).some(({ provenance }) => provenance === 'proven')
          if (verdict.status === 'verified' || isProven) verified.push(point)
          if (JSON.stringify(verdict).includes(textOfBrokenParts)) leaked.push(point)
        }
      }
    }
  }
  measured('faults in verification', `${found.points} broken calls to primitives, ${verified.length} verified`)
  expect(verified).toEqual([])
  expect(leaked).toEqual([])
  expect(found.points).toBeGreaterThan(400)
})

it('a forged message is not verified either, whichever primitive breaks', async () => {
  const forged = hashRows.map((row) =>
    requestOf({ scheme: row.scheme, identity: { ...honestPage(row), [row.proof]: 'ab'.repeat(32) }, keys }),
  )
  let points = 0
  for (const request of forged) {
    for (const [name, calls] of await used(request)) {
      for (let at = 1; at <= calls; at += 1) {
        for (const breakage of breakagesOfCalls) {
          const broken = breakage.break(nodePrimitives[name] as (...given: never[]) => unknown)
          const { status } = await createVerify(withOneBroken(name, at, broken))(request)
          points += 1
          expect([request.scheme, name, at, breakage.name, status === 'verified']).toEqual([
            request.scheme,
            name,
            at,
            breakage.name,
            false,
          ])
        }
      }
    }
  }
  expect(points).toBeGreaterThan(100)
})
