import { ProblemError } from '#shared/contract/result.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import type { KeyForm } from './inspection.ts'
import { inspectKey } from './lint.ts'

/** A key as it is going to be stored. */
export interface ChosenKey {
  kind: 'secret' | 'publicKey'
  text: string
  form: KeyForm
  kid: string | null
  algorithm: TokenAlgorithm | null
  warnings: string[]
}

const longestLabel = 80

/**
 * What of a pasted text is stored: the one key in it, or each usable key of a JWK set.
 *
 * @throws ProblemError `key-refused` where nothing can be
 */
export function chooseKeys(scheme: SchemeName, material: string, acceptRepair: boolean): ChosenKey[] {
  const inspection = inspectKey(scheme, material)
  if (inspection.outcome === 'refuse') {
    throw new ProblemError('key-refused', inspection.findings[0]?.message ?? 'This key cannot be used.')
  }
  const { kind, findings } = inspection
  const warningsOf = (own: typeof findings) =>
    own.filter(({ severity }) => severity === 'warning').map(({ message }) => message)
  const single = (text: string, own = findings): ChosenKey[] => [
    { kind, text, form: 'text', kid: null, algorithm: null, warnings: warningsOf(own) },
  ]
  if (inspection.outcome === 'set') {
    return inspection.keys.flatMap((key) =>
      key.problem === null
        ? [{ kind, text: key.text, form: key.form, kid: key.kid, algorithm: key.algorithm, warnings: [] }]
        : [],
    )
  }
  if (inspection.outcome === 'ready') {
    const { text, form = 'text', kid = null, algorithm = null } = inspection
    return [{ kind, text, form, kid, algorithm, warnings: warningsOf(findings) }]
  }
  if (acceptRepair) {
    return single(
      inspection.repaired,
      findings.filter(({ code }) => code !== 'edge-whitespace'),
    )
  }
  if (inspection.asPasted !== null) return single(inspection.asPasted)
  throw new ProblemError(
    'key-refused',
    'Copying damaged this key. Look at the repaired form and choose it, or paste it again.',
  )
}

/** The label of one of the chosen keys: what was typed, with the key's own name where there are several. */
export function labelOf(label: string, key: ChosenKey, chosen: readonly ChosenKey[]): string {
  if (chosen.length === 1) return label
  const place = chosen.findIndex(({ text }) => text === key.text) + 1
  const name = key.kid ?? `key ${place}`
  const room = longestLabel - name.length - 3
  return room > 8 ? `${label.slice(0, room)} · ${name}` : name.slice(0, longestLabel)
}
