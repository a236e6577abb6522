import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { hintCodes, reasonsByStatus } from '#shared/domain/verdict.ts'
import { findVendor, schemeNames, vendorOf, vendors } from '#shared/vendors/all.ts'
import { measured } from '../../testing/endurance.ts'
import { importSecret } from '../import-key.ts'
import type { HashRow, TokenRow } from '../testing/preset-rows.ts'
import {
  hashRows,
  honestPage,
  presetSecret,
  proofOf,
  rsaPublicPem,
  samePages,
  tokenOfRow,
  tokenRows,
} from '../testing/preset-rows.ts'
import { check, secretKey } from '../testing/signing.ts'

const bySecret = tokenRows.filter(({ signs }) => signs !== 'RS256')
const keys = [secretKey(presetSecret, { kid: 'app_5f1e' })]

async function isTaken(scheme: SchemeName, identity: unknown): Promise<boolean> {
  const settings = scheme === 'salesforce' ? { issuer: ['https://shop.example'] } : {}
  return (await check({ scheme, identity, keys, settings })).status === 'verified'
}

it('a page of one vendor verifies as another only where the two are one and the same', async () => {
  const pages: [SchemeName, unknown][] = [
    ...hashRows.map((row): [SchemeName, unknown] => [row.scheme, honestPage(row)]),
    ...bySecret.map((row): [SchemeName, unknown] => [row.scheme, { [row.token]: tokenOfRow(row) }]),
  ]
  const taken: string[] = []
  for (const [from, page] of pages) {
    for (const to of schemeNames) {
      if (from !== to && (await isTaken(to, page))) taken.push(`${from} as ${to}`)
    }
  }
  measured('presets', `${pages.length} pages × ${schemeNames.length} channels, ${taken.length} taken, all listed`)
  expect(taken.toSorted()).toEqual(samePages.toSorted())
})

it('a proof of one vendor put where another looks for it verifies only where both sign the same text the same way', async () => {
  const taken: string[] = []
  for (const from of hashRows) {
    for (const to of hashRows) {
      if (from.scheme === to.scheme) continue
      const moved = { ...to.page, [to.proof]: ownProof(from) }
      if (await isTaken(to.scheme, moved)) taken.push(`${from.scheme} as ${to.scheme}`)
    }
  }
  expect(taken.filter((pair) => !signSameText(pair))).toEqual([])
})

it('a token of one vendor put where another looks for it verifies only with a claim that is an identity for both', async () => {
  for (const from of bySecret) {
    for (const to of bySecret) {
      const taken = await isTaken(to.scheme, { [to.token]: tokenOfRow(from) })
      expect([from.scheme, to.scheme, taken]).toEqual([from.scheme, to.scheme, saysEnoughFor(from, to)])
    }
  }
})

it('never takes the public half of a key pair as a secret', () => {
  const imported = importSecret(rsaPublicPem)
  expect(imported.ok ? 'taken' : imported.problem.code).toBe('public-key')
  for (const { scheme } of [...hashRows, ...bySecret]) expect(vendorOf(scheme).keyKind).toBe('secret')
})

it('knows each vendor by one name and its other spellings, with a source, and tests each preset', () => {
  const spellings = vendors.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => [one, name] as const))
  for (const [spelling, name] of spellings) expect([spelling, findVendor(spelling)?.name]).toEqual([spelling, name])
  for (const typed of ['Help Scout', 'HELPSCOUT', 'tawk.to', 'Tawk', 'help_scout', 'Intercom JWT', 'intercomHash']) {
    expect([typed, findVendor(typed) === undefined]).toEqual([typed, false])
  }
  expect(findVendor('nobody')).toBeUndefined()
  const tested = new Set<string>([...hashRows, ...tokenRows].map(({ scheme }) => scheme))
  for (const { name, rules, sources, unconfirmed, words } of vendors) {
    expect([name, sources.length > 0, unconfirmed.every((sentence) => sentence.endsWith('.'))]).toEqual([
      name,
      true,
      true,
    ])
    expect([name, typeof rules === 'string' || tested.has(name)]).toEqual([name, true])
    expect([name, typeof JSON.parse(words.sample)]).toEqual([name, 'object'])
  }
})

it('has a row in the document for each vendor, with its sources', () => {
  const text = readFileSync(new URL('../../../docs/verification.md', import.meta.url), 'utf8')
  for (const { name, rules, sources, unconfirmed } of vendors) {
    if (rules === 'settings') continue
    const facts = [`\`${name}\``, ...sources, ...unconfirmed]
    expect([name, facts.filter((fact) => !text.includes(fact))]).toEqual([name, []])
  }
})

it('explains each reason and each hint in the document', () => {
  const text = readFileSync(new URL('../../../docs/verification.md', import.meta.url), 'utf8')
  const codes = [...Object.values(reasonsByStatus).flat(), ...hintCodes]
  expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([])
})

function saysEnoughFor(from: TokenRow, to: TokenRow): boolean {
  const needs = Object.keys(to.needs ?? {}).every((name) => from.claims[name] === to.claims[name] || isTime(name, from))
  const names = to.header === undefined || JSON.stringify(from.header) === JSON.stringify(to.header)
  return needs && names && to.identity.some((claim) => claim in from.claims)
}

function isTime(name: string, { claims }: TokenRow): boolean {
  return (name === 'iat' || name === 'exp') && typeof claims[name] === 'number'
}

function ownProof(row: HashRow): string {
  return proofOf(row, row.page[row.signs[0] ?? ''] ?? '')
}

/** By the rows: the same value under the same bytes of the key. */
function signSameText(pair: string): boolean {
  const [from, to] = pair.split(' as ').map((name) => hashRows.find(({ scheme }) => scheme === name))
  const text = (row: HashRow | undefined) => {
    const value = row?.page[row.signs[0] ?? ''] ?? ''
    return `${row?.key ?? 'utf8'} ${row?.changes?.(value) ?? value}`
  }
  return text(from) === text(to)
}
