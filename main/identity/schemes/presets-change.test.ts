import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { measured, repeats } from '../../testing/endurance.ts'
import type { VerificationKey } from '../check.ts'
import { importPublicKeyPem } from '../import-key.ts'
import {
  hashRows,
  presetSecret,
  proofOf,
  rsaPublicPem,
  secretToken,
  tokenOfRow,
  tokenRows,
} from '../testing/preset-rows.ts'
import { check, secretKey } from '../testing/signing.ts'

const runs = repeats(15, 400)
const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 93 }) })

/** One character that can be seen becomes another. */
function changed(text: string, { at, by }: { at: number; by: number }): string {
  const place = at % text.length
  const code = 0x21 + ((text.charCodeAt(place) - 0x21 + by + 94) % 94)
  return `${text.slice(0, place)}${String.fromCharCode(code)}${text.slice(place + 1)}`
}

/** What is the same to a vendor that changes the value first, or decodes the secret, is no change. */
function isSame(one: string, other: string, ignoresCase: boolean): boolean {
  return one === other || (ignoresCase && one.toLowerCase() === other.toLowerCase())
}

it('one character of value, hash or secret changed is never verified, whatever the preset', async () => {
  let judged = 0
  for (const row of hashRows) {
    const field = row.signs[0] ?? ''
    const parts = { value: row.page[field] ?? '', secret: presetSecret, hash: proofOf(row, row.page[field] ?? '') }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('value', 'secret', 'hash' as const), change, async (what, how) => {
        const other = changed(parts[what], how)
        const ignoresCase = what === 'hash' || (what === 'value' ? row.changes !== undefined : row.key === 'hex')
        fc.pre(!isSame(parts[what], other, ignoresCase))
        const { value, secret, hash } = Object.assign({}, parts, { [what]: other })
        const identity = { ...row.page, [field]: value, [row.proof]: hash }
        const verdict = await check({ scheme: row.scheme, identity, keys: [secretKey(secret)] })
        judged += 1
        expect([row.scheme, what, verdict.status]).not.toEqual([row.scheme, what, 'verified'])
        expect(Object.values(verdict.fields).map(({ provenance }) => provenance)).not.toContain('proven')
      }),
      { numRuns: runs },
    )
  }
  measured('one change, hash presets', `${judged} judged, 0 verified`)
})

function rsaKey(): VerificationKey {
  const imported = importPublicKeyPem(rsaPublicPem, 'token')
  if (!imported.ok) throw new Error(imported.problem.code)
  return { id: 'key_one', state: 'active', retiresAt: null, ...imported.key }
}

it('one character of a token changed, or of its secret, is never verified, whatever the preset', async () => {
  let judged = 0
  for (const row of tokenRows) {
    const token = tokenOfRow(row)
    const isSecret = row.signs !== 'RS256'
    const kid = (row.header?.['kid'] as string | undefined) ?? null
    const judge = async (sent: string, secret: string) => {
      const verdict = await check({
        scheme: row.scheme,
        identity: { [row.token]: sent },
        keys: [isSecret ? secretKey(secret, { kid }) : rsaKey()],
        settings: row.settings ?? {},
      })
      judged += 1
      return verdict.status
    }
    expect([row.scheme, await judge(token, presetSecret)]).toEqual([row.scheme, 'verified'])
    await fc.assert(
      fc.asyncProperty(fc.boolean(), change, async (isToken, how) => {
        // A public key that is changed is another one, or none: `never-verified.test.ts` changes each of its bits.
        const status =
          isToken || !isSecret
            ? await judge(changed(token, how), presetSecret)
            : await judge(token, changed(presetSecret, how))
        expect([row.scheme, status]).not.toEqual([row.scheme, 'verified'])
      }),
      { numRuns: runs },
    )
    // Every claim counts: the same signature under other claims is none.
    const [header, , signature] = token.split('.')
    for (const name of Object.keys(row.claims)) {
      const other = secretToken(presetSecret, { ...row.claims, [name]: 'x' }, row.header).split('.')[1]
      expect([name, await judge(`${header}.${other}.${signature}`, presetSecret)]).toEqual([name, 'failed'])
    }
  }
  measured('one change, token presets', `${judged} judged, 0 verified`)
})
