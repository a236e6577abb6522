import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendors } from '#shared/vendors/all.ts'
import type { Scheme } from '../finding.ts'
import { schemeFromVendor } from './from-vendor.ts'
import { pavior } from './pavior.ts'
import { talkative } from './talkative.ts'

/** Vendors that sign in a way of their own. Every other one is its data alone (`shared/vendors`). */
const ownSchemes: Partial<Record<SchemeName, Scheme>> = { pavior, talkative }

const table: ReadonlyMap<string, Scheme> = new Map(
  vendors.map((vendor) => [vendor.name, ownSchemes[vendor.name] ?? schemeFromVendor(vendor)]),
)

/** The scheme of that name, or undefined. */
export function findScheme(name: string): Scheme | undefined {
  return table.get(name)
}
