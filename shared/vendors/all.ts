import { chatwoot } from './chatwoot.ts'
import { fernand } from './fernand.ts'
import { hmac } from './hmac.ts'
import { jwt } from './jwt.ts'
import { pavior } from './pavior.ts'
import { talkative } from './talkative.ts'
import type { Vendor } from './vendor.ts'
import { yourgpt } from './yourgpt.ts'

/** Every vendor, in the order in which the wizard shows them. A vendor is added with its file and a row here. */
const list = [yourgpt, fernand, pavior, talkative, chatwoot, hmac, jwt] as const satisfies readonly Vendor[]

/** The name of a scheme: the name of its vendor. */
export type SchemeName = (typeof list)[number]['name']

export const vendors: readonly Vendor<SchemeName>[] = list

/** The names of all schemes. */
export const schemeNames: readonly [SchemeName, ...SchemeName[]] = [
  list[0].name,
  ...list.slice(1).map((vendor) => vendor.name),
]

const byName: ReadonlyMap<string, Vendor<SchemeName>> = new Map(list.map((vendor) => [vendor.name, vendor]))

/** The vendor of a scheme. @throws where the name is none, which the types rule out */
export function vendorOf(name: SchemeName): Vendor<SchemeName> {
  const vendor = byName.get(name)
  if (vendor === undefined) throw new Error('there is no such scheme')
  return vendor
}

/** The vendor that a person means by this name or one of its other spellings; undefined where there is none. */
export function findVendor(text: string): Vendor<SchemeName> | undefined {
  const plain = plainName(text)
  return (
    byName.get(text) ??
    vendors.find(({ name, aliases }) => [name, ...aliases].some((spelling) => plainName(spelling) === plain))
  )
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._-]/g, '')
}
