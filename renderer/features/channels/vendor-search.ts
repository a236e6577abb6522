import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendors } from '#shared/vendors/all.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'

export interface VendorGroup {
  heading: string | null
  vendors: Vendor<SchemeName>[]
}

const first: readonly SchemeName[] = ['yourgpt', 'fernand', 'pavior', 'talkative']
const isCustom = ({ rules }: Vendor) => rules === 'settings'

/**
 * The vendors that a search means, in groups: those the console began with, the others by their titles, and sites of one's own at the end.
 * An empty search means all. Spelling counts without case, spaces, dots and dashes; "token" and "hash" find how a vendor proves.
 */
export function searchVendors(search: string): VendorGroup[] {
  const wanted = plain(search)
  const hits = vendors.filter(
    (vendor) => wanted === '' || spellings(vendor).some((text) => plain(text).includes(wanted)),
  )
  const isFirst = ({ name }: Vendor<SchemeName>) => first.includes(name)
  const groups: VendorGroup[] = [
    { heading: null, vendors: hits.filter(isFirst) },
    {
      heading: 'More chats',
      vendors: hits
        .filter((vendor) => !isFirst(vendor) && !isCustom(vendor))
        .toSorted((a, b) => a.title.localeCompare(b.title, 'en')),
    },
    { heading: 'None of these', vendors: hits.filter(isCustom) },
  ]
  return groups.filter((group) => group.vendors.length > 0)
}

function spellings({ name, title, aliases, words }: Vendor): string[] {
  return [name, title, ...aliases, words.proof]
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[\s._-]/g, '')
