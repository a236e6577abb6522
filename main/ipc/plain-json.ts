const deepest = 64

/**
 * Copies a value if it is plain JSON: null, booleans, finite numbers, strings, arrays, and objects without a
 * prototype of their own. Members that are undefined are left out, as JSON does.
 * @throws TypeError naming the place of the first thing that is not (`rows[3].at`), never its content.
 */
export function copyPlainJson(value: unknown): unknown {
  return copy(value, 'value', 0)
}

function copy(value: unknown, place: string, depth: number): unknown {
  if (depth > deepest) throw new TypeError(`${place} is nested too deeply`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${place} is not a finite number`)
      return value
    case 'object':
      if (value === null) return null
      if (Array.isArray(value)) return value.map((item, index) => copy(item, `${place}[${index}]`, depth + 1))
      return copyObject(value, place, depth)
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new TypeError(`${place} is ${typeof value}, not JSON`)
  }
}

function copyObject(value: object, place: string, depth: number): Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${place} is not a plain object`)
  const result: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    if (name === '__proto__') throw new TypeError(`${place} has a member that would change its prototype`)
    result[name] = copy(member, `${place}.${name}`, depth + 1)
  }
  return result
}
