/** One way in which a part of the console can fail whoever calls it. */
export interface Breakage {
  name: string
  /** @param honest what the part would do */
  break(honest: (...given: never[]) => unknown): (...given: never[]) => unknown
}

const secretText = 'secret-in-an-error'
/** Stands in the errors that broken parts throw: it must appear in no answer. */
export const textOfBrokenParts = secretText

const ways: Record<string, Breakage['break']> = {
  throws: () => () => {
    throw new Error(secretText)
  },
  'throws what is no error': () => () => {
    // oxlint-disable-next-line typescript/only-throw-error -- this is what a broken part may do
    throw secretText
  },
  rejects: () => () => Promise.reject(new Error(secretText)),
  'answers undefined': () => () => undefined,
  'answers null': () => () => null,
  'answers a text': () => () => 'true',
  'answers an empty object': () => () => ({}),
  'rejects late': () => () =>
    new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error(secretText)), 5)
    }),
  'answers twice, first with nothing':
    (honest) =>
    (...given) => ({
      // oxlint-disable-next-line unicorn/no-thenable -- a promise that keeps no promise
      then(settle: (value: unknown) => void) {
        settle(undefined)
        settle(honest(...given))
      },
    }),
}
const late: Breakage = {
  name: 'answers late',
  break:
    (honest) =>
    async (...given) =>
      honest(...given),
}

const of = (names: readonly string[]): Breakage[] =>
  names.map((name) => ({ name, break: ways[name] as Breakage['break'] }))

/** How a part that is awaited can fail. */
export const breakagesOfPromises: readonly Breakage[] = of(Object.keys(ways))

/** How a part that answers at once can fail: a promise of the right answer is one of the ways. */
export const breakagesOfCalls: readonly Breakage[] = [
  ...of(Object.keys(ways).filter((name) => !name.includes('reject'))),
  late,
]
