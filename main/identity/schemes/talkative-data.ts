import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject } from '#shared/strict/json.ts'
import { caselessSkeletonOf } from '#shared/text/lookalike.ts'

/** One item of interaction data: `{ label, data, type }`. */
export interface DataItem {
  label: string
  /** Text as it stands; what is no text is shown as its JSON. */
  text: string
  /** True for the one documented form, a string of type "string": only that can be an identity. */
  isText: boolean
}

const mostItems = 200
const longestLabel = 200

/**
 * Reads an array of interaction data.
 *
 * @returns null where it is no array of objects with a label and data
 */
export function readDataItems(value: JsonValue | undefined): DataItem[] | null {
  if (!Array.isArray(value) || value.length > mostItems) return null
  const items: DataItem[] = []
  for (const entry of value) {
    const item = isJsonObject(entry) ? readDataItem(entry) : null
    if (item === null) return null
    items.push(item)
  }
  return items
}

function readDataItem({ label, data, type }: JsonObject): DataItem | null {
  if (typeof label !== 'string' || label === '' || label.length > longestLabel || label === '__proto__') return null
  if (data === undefined) return null
  return {
    label,
    text: typeof data === 'string' ? data : JSON.stringify(data),
    isText: typeof data === 'string' && type === 'string',
  }
}

/** Items of the same label with the same content are one; with different content the label is in conflict. */
export interface LabelReading {
  item: DataItem
  conflict: boolean
}

/** Gathers items under `nameOf` each, in the order in which the names first appear. */
export function gatherItems(items: readonly DataItem[], nameOf: (label: string) => string): Map<string, LabelReading> {
  const gathered = new Map<string, LabelReading>()
  for (const item of items) {
    const name = nameOf(item.label)
    const earlier = gathered.get(name)
    if (earlier === undefined) gathered.set(name, { item, conflict: false })
    else if (earlier.item.text !== item.text || earlier.item.isText !== item.isText) earlier.conflict = true
  }
  return gathered
}

/**
 * What is left of a label when everything is taken away that a person may not see: letter case, white space, invisible
 * characters, accents, compatibility forms and look-alike letters. Two labels with the same skeleton are confusable.
 */
export function skeletonOf(label: string): string {
  return caselessSkeletonOf(label).replaceAll(/[\p{Mn}\s]/gu, '')
}
