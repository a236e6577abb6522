import type { ContactData } from './contact-data.ts'
import type { ReadText } from './words/read-text.ts'

const local = /[A-Za-z0-9\u00c0-\u024f._%+'-]/
const longestLocal = 64
const domainAt = /[A-Za-z0-9\u00c0-\u024f-]{1,63}(?:\.[A-Za-z0-9\u00c0-\u024f-]{1,63}){1,6}/y
/** What stands for the sign, found first: looking for a name before each letter would take a time of its own per letter. */
const spelledSign = / {0,2}[([{] ?(?:at|@|ät|arroba|chez) ?[)\]}] {0,2}/gi
const spelledWord = / (?:at|ät|arroba|arobase|chiocciola|apenstaartje|małpa|snabel-?a|chez) /giu
const nameBefore = /[A-Za-z0-9._%+-]{1,64}$/
const hostSpelled =
  /[A-Za-z0-9-]{1,63}(?: {0,2}(?:\.|[([{] ?(?:dot|punkt|point|punto) ?[)\]}]) {0,2}[A-Za-z0-9-]{2,63}){1,4}/y
const hostInWords =
  /[A-Za-z0-9-]{2,63}(?: (?:dot|punkt|point|punto|punt|ponto|kropka|prikk) [A-Za-z]{2,24}){1,3}(?![A-Za-z])/iy

/** E-mail addresses, also spelled out against machines ("ann (at) shop (dot) example"). */
export function* emailAddresses({ plain }: ReadText): Generator<ContactData> {
  for (let at = plain.indexOf('@'); at !== -1; at = plain.indexOf('@', at + 1)) {
    let start = at
    while (start > 0 && at - start < longestLocal && local.test(plain[start - 1] ?? '')) start -= 1
    while (start < at && /[.'-]/.test(plain[start] ?? '')) start += 1
    domainAt.lastIndex = at + 1
    const domain = domainAt.exec(plain)?.[0]
    if (start === at || domain === undefined || !/\.[\p{L}]{2,}$/u.test(domain)) continue
    const end = at + 1 + domain.length
    // The address of a service with a password in it is a link, and found as one.
    if (/:\/\/[^\s/]*$/.test(plain.slice(Math.max(0, start - 100), start))) continue
    yield { start, end, value: plain.slice(start, end).toLowerCase() }
  }
  yield* spelledAddresses(plain, spelledSign, hostSpelled)
  yield* spelledAddresses(plain, spelledWord, hostInWords)
}

function* spelledAddresses(plain: string, sign: RegExp, host: RegExp): Generator<ContactData> {
  for (const match of plain.matchAll(sign)) {
    const name = nameBefore.exec(plain.slice(Math.max(0, match.index - longestLocal), match.index))?.[0]
    host.lastIndex = match.index + match[0].length
    const written = host.exec(plain)?.[0]
    if (name === undefined || written === undefined || /^(?:the|a|an|our|your|this|that|each|every) /i.test(written))
      continue
    const domain = written
      .replaceAll(/ *[([{] ?(?:dot|punkt|point|punto) ?[)\]}] */gi, '.')
      .replaceAll(/ (?:dot|punkt|point|punto|punt|ponto|kropka|prikk) /gi, '.')
    const start = match.index - name.length
    const end = match.index + match[0].length + written.length
    yield { start, end, value: `${name}@${domain.replaceAll(' ', '')}`.toLowerCase() }
  }
}
