import type { SchemeName } from '#shared/domain/verdict.ts'
import type { Scheme } from '../finding.ts'
import { fernand } from './fernand.ts'
import { pavior } from './pavior.ts'
import { talkative } from './talkative.ts'
import { yourgpt } from './yourgpt.ts'

/** Without a prototype, so that a name is found exactly or not at all. */
const table: Readonly<Record<SchemeName, Scheme>> = Object.freeze(
  Object.assign(Object.create(null) as Record<SchemeName, Scheme>, { yourgpt, fernand, pavior, talkative }),
)

/** The scheme of that name, or undefined. */
export function findScheme(name: string): Scheme | undefined {
  return table[name as SchemeName]
}
