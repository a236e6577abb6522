import { expect, it } from 'vitest'
import { differencesBetween } from './differences.ts'

const letters = ['a', 'b', 'а', '.', '+', '\u200b', '😀']
/** Words over a few letters, the same in every run; many begin or end alike. */
function* words(count: number, longest: number): Generator<string> {
  let state = 7
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  for (let made = 0; made < count; made += 1) {
    yield Array.from({ length: next(longest) }, () => letters[next(letters.length)]).join('')
  }
}

function changed(claimed: string, known: string): string {
  let made = ''
  let from = 0
  for (const { claimed: place, known: instead } of differencesBetween(claimed, known)) {
    expect(claimed.slice(place.at, place.at + place.text.length)).toBe(place.text)
    expect(known.slice(instead.at, instead.at + instead.text.length)).toBe(instead.text)
    made += claimed.slice(from, place.at) + instead.text
    from = place.at + place.text.length
  }
  return made + claimed.slice(from)
}

it.each([
  [4_000, 9],
  [60, 160],
])('%i pairs: what differs, changed in the claimed value, gives the known one', (count, longest) => {
  const made = [...words(count * 2, longest)]
  for (let index = 0; index < made.length; index += 2) {
    const [claimed = '', known = ''] = made.slice(index, index + 2)
    expect(changed(claimed, known)).toBe(known)
  }
})

it('names each place in a few words', () => {
  const said = (claimed: string, known: string) => differencesBetween(claimed, known).map(({ words }) => words)
  expect(said('grace@shop.exаmple', 'grace@shop.example')).toEqual(['the “а” is Cyrillic'])
  expect(said('grace+x@shop.example', 'grace@shop.example')).toEqual(['the tag “+x” was added'])
  expect(said('gr.ace@shop.example', 'grace@shop.example')).toEqual(['a dot was added'])
  expect(said('grce@shop.example', 'grace@shop.example')).toEqual(['“a” is missing'])
  expect(said('grace@shop.example', 'grace@shop.example')).toEqual([])
})
