import { chatwoot } from './chatwoot.ts'
import { crisp } from './crisp.ts'
import { customerly } from './customerly.ts'
import { drift } from './drift.ts'
import { featurebase } from './featurebase.ts'
import { fernand } from './fernand.ts'
import { freshchat } from './freshchat.ts'
import { front } from './front.ts'
import { helpScout } from './help-scout.ts'
import { hmac } from './hmac.ts'
import { intercom } from './intercom.ts'
import { intercomHash } from './intercom-hash.ts'
import { intercomJwt } from './intercom-jwt.ts'
import { jwt } from './jwt.ts'
import { kustomer } from './kustomer.ts'
import { pavior } from './pavior.ts'
import { pipeback } from './pipeback.ts'
import { plain } from './plain.ts'
import { pylon } from './pylon.ts'
import { salesforce } from './salesforce.ts'
import { supportwire } from './supportwire.ts'
import { talkative } from './talkative.ts'
import { tawk } from './tawk.ts'
import { userlike } from './userlike.ts'
import type { Vendor } from './vendor.ts'
import { yourgpt } from './yourgpt.ts'
import { zendesk } from './zendesk.ts'

/** Every vendor, in the order in which the wizard shows them. A vendor is added with its file and a row here. */
const list = [
  yourgpt,
  fernand,
  pavior,
  talkative,
  intercom,
  intercomJwt,
  intercomHash,
  zendesk,
  crisp,
  helpScout,
  front,
  chatwoot,
  freshchat,
  salesforce,
  tawk,
  plain,
  pylon,
  customerly,
  drift,
  kustomer,
  featurebase,
  userlike,
  supportwire,
  pipeback,
  hmac,
  jwt,
] as const satisfies readonly Vendor[]

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
