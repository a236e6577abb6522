import type { z } from 'zod'
import type { RequestName } from '#shared/contract/names.ts'
import { requestInputs } from '#shared/contract/requests.ts'
import { below } from '../../testing/pseudo-random.ts'

/** What random inputs are made of: ids that the running console knows, and texts that mean something to it. */
export interface Pool {
  ids: readonly string[]
  texts: readonly string[]
}

interface Definition {
  type: string
  innerType?: z.ZodType
  element?: z.ZodType
  keyType?: z.ZodType
  valueType?: z.ZodType
  shape?: Record<string, z.ZodType>
  entries?: Record<string, string>
  options?: z.ZodType[]
  values?: unknown[]
}

/** An input that the request's own schema takes, or nearly always so; made from the schema, so that none is left out. */
export function makeInput(name: RequestName, random: () => number, pool: Pool): unknown {
  return make(requestInputs[name], random, pool)
}

function make(schema: z.ZodType, random: () => number, pool: Pool): unknown {
  const definition = schema._zod.def as unknown as Definition
  const pick = <Item>(items: readonly Item[]): Item => items[below(random, items.length)] as Item
  switch (definition.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(definition.shape ?? {}).flatMap(([member, inner]) => {
          const value = make(inner, random, pool)
          return value === undefined ? [] : [[member, value]]
        }),
      )
    case 'optional':
      return random() < 0.4 ? undefined : make(definition.innerType as z.ZodType, random, pool)
    case 'nullable':
      return random() < 0.4 ? null : make(definition.innerType as z.ZodType, random, pool)
    case 'enum':
      return pick(Object.values(definition.entries ?? {}))
    case 'union':
      return make(pick(definition.options ?? []), random, pool)
    case 'literal':
      return pick(definition.values ?? [])
    case 'boolean':
      return random() < 0.5
    case 'number': {
      const fitting = [0, 1, 2, 10, 50, 200, 500, 10_000, 2_000_000_000_000].filter(
        (one) => schema.safeParse(one).success,
      )
      return fitting.length === 0 ? 1 : pick(fitting)
    }
    case 'array':
      return Array.from({ length: below(random, 3) + (schema.safeParse([]).success ? 0 : 1) }, () =>
        make(definition.element as z.ZodType, random, pool),
      )
    case 'record':
      return Object.fromEntries(
        Array.from({ length: below(random, 3) }, () => [
          make(definition.keyType as z.ZodType, random, pool),
          make(definition.valueType as z.ZodType, random, pool),
        ]),
      )
    case 'string':
    case 'custom': {
      const source = definition.type === 'custom' ? pool.ids : pool.texts
      for (let tries = 0; tries < 8; tries += 1) {
        const found = pick(source)
        if (schema.safeParse(found).success) return found
      }
      const fitting = source.filter((one) => schema.safeParse(one).success)
      return fitting.length === 0 ? 'x'.repeat(12) : pick(fitting)
    }
    default:
      throw new Error(`inputs of the type ${definition.type} cannot be made yet: add it here`)
  }
}
