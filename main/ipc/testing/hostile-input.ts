import { below } from '../../testing/pseudo-random.ts'

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
]
const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '\u202Eabc',
  '../../etc/passwd',
  "' OR 1=1 --",
  '"; DROP TABLE journal; --',
  '${process.env}',
  '{{secret}}',
  '%00',
  'conv_',
  'conv_../x',
  'null',
  'NaN',
  '{"__proto__":{"role":"supervisor"}}',
  ...names,
]
const huge = 'x'.repeat(300_000)
const deep = (): unknown => {
  let value: unknown = 1
  for (let depth = 0; depth < 2_000; depth += 1) value = depth % 2 === 0 ? [value] : { value }
  return value
}
const round = (): unknown => {
  const value: Record<string, unknown> = {}
  value['self'] = value
  return value
}

/** Values of every kind that can come over the channel (structured clone), and none that a schema expects. */
const others: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => -0,
  () => 1.5,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 10n ** 30n,
  () => true,
  () => [],
  () => ({}),
  () => new Date(0),
  () => new Date(Number.NaN),
  () => new Map([['role', 'supervisor']]),
  () => new Set(['x']),
  () => /x/g,
  () => new Error('x'),
  () => new Uint8Array(64),
  () => new ArrayBuffer(8),
  () => new Array(5),
  () => Array.from({ length: 20_000 }, () => 'x'),
  () => Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`m${index}`, index])),
  () => JSON.parse('{"__proto__":{"role":"supervisor"},"constructor":{"prototype":{"role":"supervisor"}}}') as unknown,
  () => Object.create(null) as unknown,
  deep,
  round,
  () => huge,
]

/** Anything at all. */
export function junk(random: () => number): unknown {
  if (random() < 0.3) return texts[below(random, texts.length)]
  return (others[below(random, others.length)] as () => unknown)()
}

/** The same input with one thing in it changed: a member gone, new, doubled in an array, or of another kind. */
export function mutated(input: unknown, random: () => number): unknown {
  if (typeof input !== 'object' || input === null) return junk(random)
  const members = Object.keys(input)
  const copy: Record<string, unknown> = Array.isArray(input)
    ? (input.slice() as unknown as Record<string, unknown>)
    : { ...input }
  const member = members[below(random, members.length)]
  const way = random()
  if (member === undefined || way < 0.2) {
    const added = random() < 0.5 ? (names[below(random, names.length)] as string) : 'role'
    // As its own member, also where the name is that of a prototype.
    Object.defineProperty(copy, added, { value: junk(random), enumerable: true, writable: true, configurable: true })
    return copy
  }
  if (way < 0.3) delete copy[member]
  else if (way < 0.45) copy[member] = [copy[member], copy[member]]
  else if (way < 0.6) copy[member] = mutated(copy[member], random)
  else copy[member] = junk(random)
  return copy
}

/** Names of requests that there are not. */
export function unknownName(random: () => number, known: readonly string[]): unknown {
  const name = known[below(random, known.length)] as string
  const made = [
    `${name} `,
    name.toUpperCase(),
    `${name}.constructor`,
    name.replace('.', '/'),
    [name],
    { toString: name },
    `${name}\0`,
    name.split('.')[0],
    'journal.append',
    'message.receive',
    'operators.commit',
  ]
  return random() < 0.6 ? made[below(random, made.length)] : junk(random)
}
