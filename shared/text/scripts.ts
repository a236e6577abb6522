import { lazily } from '../lazily.ts'

/** Writing systems that may share a word with Latin letters: they are not taken for them. */
const besideLatin = [
  'Arab',
  'Beng',
  'Bopo',
  'Deva',
  'Ethi',
  'Geor',
  'Gujr',
  'Guru',
  'Hang',
  'Hani',
  'Hebr',
  'Hira',
  'Kana',
  'Khmr',
  'Knda',
  'Laoo',
  'Mlym',
  'Mong',
  'Mymr',
  'Orya',
  'Sinh',
  'Syrc',
  'Taml',
  'Telu',
  'Thaa',
  'Thai',
  'Tibt',
] as const

/** Writing systems whose letters are taken for those of another. */
const apart = ['Armn', 'Cher', 'Copt', 'Cyrl', 'Grek', 'Latn', 'Lisu', 'Nkoo', 'Tfng', 'Yiii', 'Cans', 'Vaii'] as const

/** Writing systems that are written together: UTS #39 §5.2, "highly restrictive". */
const together = [
  ['Latn', 'Hani', 'Hira', 'Kana'],
  ['Latn', 'Hani', 'Bopo'],
  ['Latn', 'Hani', 'Hang'],
] as const

function wordOf(scripts: readonly string[]): RegExp {
  return new RegExp(`^[\\p{scx=Zyyy}\\p{scx=Zinh}${scripts.map((name) => `\\p{scx=${name}}`).join('')}]*$`, 'u')
}

const listed = [...besideLatin, ...apart]
const honestWords = lazily((): readonly RegExp[] => [
  ...apart.map((name) => wordOf([name])),
  ...besideLatin.map((name) => wordOf(['Latn', name])),
  ...together.map(wordOf),
  // A word in scripts that nobody here knows is left alone as long as it borrows from none that we do.
  new RegExp(`^[^${listed.map((name) => `\\p{scx=${name}}`).join('')}]*$`, 'u'),
])

const word = /[\p{L}\p{M}\p{N}]+/gu

/**
 * Whether a word of a text is written in more than one script where people do not do so: a Cyrillic letter in a Latin
 * word. By Script_Extensions (UTS #39 §5.1, `Script` of each character with those it is shared by); Japanese, Korean and
 * Chinese may mix as they do, and any script that is not taken for Latin may stand in a word with it (§5.2, "moderately
 * restrictive"). Words of different scripts beside each other, as in "Anna (Анна)", are no mix.
 */
export function mixesScripts(text: string): boolean {
  const words = text.normalize('NFC').match(word) ?? []
  return words.some((one) => !honestWords().some((pattern) => pattern.test(one)))
}
