/** Shortest passphrase, in characters (code points). NIST SP 800-63B §3.1.1 and OWASP ASVS 6.2 ask for length, not composition. */
export const passphraseLeast = 10
/** Longest one, in characters: enough for any sentence, and no work for whoever sends a megabyte. */
export const passphraseMost = 200

export type PassphraseProblem = 'too-short' | 'too-long' | 'too-common' | 'like-the-name'

/** Those that are tried first, as far as they are long enough to be let in otherwise. Compared without case and spaces. */
const worst = new Set(
  `1234567890 12345678910 123456789a 0123456789 0987654321 1234512345 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty12345
  qwerty123456 qwertzuiop azertyuiop asdfghjkl1 asdfghjkl; zxcvbnm123 password12 password123 password1234 password12345
  passwordpassword passphrase mypassword mypassword1 mypassphrase letmein123 letmeinnow letmeinplease iloveyou12
  iloveyou123 iloveyouall administrator adminadmin admin12345 administrator1 welcome123 welcome1234 welcomehome
  changeme12 changeme123 pleasechangeme secretsecret supersecret topsecret1 trustno1234 football123 baseball123
  superman123 sunshine123 princess123 dragon12345 monkey12345 computer123 internet123 startrek123 starwars123
  correcthorsebatterystaple supportsupport support123 supervisor supervisor1 supervisor123 bonafide123 bonafide1234
  bonafidebonafide helpdesk123 customerservice`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** One spelling per passphrase (Unicode NFKC), so that another keyboard or system types the same bytes. */
export function normalPassphrase(text: string): string {
  return text.normalize('NFKC')
}

/**
 * What is wrong with a passphrase that somebody wants to choose, or null. Only length and the worst ones count: rules
 * about digits and capitals make people choose worse.
 * @param name the operator's name, which is no secret
 */
export function lintPassphrase(text: string, name: string): PassphraseProblem | null {
  const normal = normalPassphrase(text)
  const characters = [...normal]
  if (characters.length < passphraseLeast) return 'too-short'
  if (characters.length > passphraseMost) return 'too-long'
  const plain = normal.toLowerCase().replaceAll(/\s+/gu, '')
  if (worst.has(plain) || isRun(plain)) return 'too-common'
  const plainName = normalPassphrase(name).toLowerCase().replaceAll(/\s+/gu, '')
  const rest = plainName.length < 3 ? plain : plain.replaceAll(plainName, '')
  return rest.length < 4 && rest !== plain ? 'like-the-name' : null
}

/** A sentence for each problem. */
export const passphraseWords: Record<PassphraseProblem, string> = {
  'too-short': `Use at least ${passphraseLeast} characters. A few words are easy to remember and hard to guess.`,
  'too-long': `Use at most ${passphraseMost} characters.`,
  'too-common': 'This is one of the first that anybody would try. Choose another one.',
  'like-the-name': 'This is little more than the name. Choose another one.',
}

/** One or two characters again and again, or neighbours all the way: `aaaaaaaaaa`, `abababababab`, `abcdefghijkl`. */
function isRun(plain: string): boolean {
  if (new Set(plain).size <= 2) return true
  const codes = [...plain].map((character) => character.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)))
  return steps.size === 1
}
