import type { Span } from './span.ts'

/** Something that reaches a person, with the form in which two of them are compared. */
export interface ContactData extends Span {
  value: string
}

const local = /[A-Za-z0-9\u00c0-\u024f._%+'-]/
const longestLocal = 64
const domainAt = /[A-Za-z0-9\u00c0-\u024f-]{1,63}(?:\.[A-Za-z0-9\u00c0-\u024f-]{1,63}){1,6}/y
/** What stands for the sign, found first: looking for a name before each letter would take a time of its own per letter. */
const spelledSign = / {0,2}[([{] ?(?:at|@|ät|arroba|chez) ?[)\]}] {0,2}/gi
const spelledWord = / at /gi
const nameBefore = /[A-Za-z0-9._%+-]{1,64}$/
const hostSpelled =
  /[A-Za-z0-9-]{1,63}(?: {0,2}(?:\.|[([{] ?(?:dot|punkt|point|punto) ?[)\]}]) {0,2}[A-Za-z0-9-]{2,63}){1,4}/y
const hostInWords = /[A-Za-z0-9-]{2,63} dot [A-Za-z]{2,24}(?![A-Za-z])/iy

/** E-mail addresses, also spelled out against machines ("ann (at) shop (dot) example"). */
export function* emailAddresses(plain: string): Generator<ContactData> {
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
    const domain = written.replaceAll(/ *[([{] ?(?:dot|punkt|point|punto) ?[)\]}] */gi, '.').replaceAll(/ dot /gi, '.')
    const start = match.index - name.length
    const end = match.index + match[0].length + written.length
    yield { start, end, value: `${name}@${domain.replaceAll(' ', '')}`.toLowerCase() }
  }
}

const phoneLike = /(?<![\w+/.,#=-])(?:\+|\(\+|00)?\(?[0-9](?:[ ()./-]{0,3}[0-9]){6,16}(?![\w])/g
const datePart =
  /(?:^|\D)(?:(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)?\d\d))(?:\D|$)/
const phoneWords =
  /(?:phone|mobile|cell|call|ring|text|sms|whats ?app|signal|tel|fax|dial|reach (?:him|her|them|you|me|us)|contact number|telefon|handy|mobil|anruf|rufnummer|ruf|nummer lautet|teléfono|telefono|móvil|movil|cellulare|portable|appel|numéro de|téléphone|telefoon|bel|komórk|numer tel|телефон|номер|τηλ|puhelin|電話|电话)[^\n\d]{0,40}$/i
/** What is numbered besides phones: a number right behind one of these is that. */
const otherNumbers =
  /(?:order|bestell|auftrag|invoice|rechnung|facture|factura|fattura|tracking|sendung|suivi|ticket|case|reference|referenz|référence|referencia|ref\b|serial|serien|imei|sku|article|artikel|articol|artigo|artículo|artyku|item|part|model|modell|customer|kunden|client|cliente|account|konto|id\b|ean|isbn|gtin|upc|asin|rma|parcel|paket|colis|shipment|batch|lot|version|build|vat|ust|steuer|policy|vertrag|contract|contrat|zam[oó]wieni|pedido|commande|ordine|заказ)\S{0,12}(?:\s{0,2}(?:numbers?|no|nr|nummer|num|n°|nº|numéro|numero|número|code|is|was|ist|lautet|est|es|è|your|the|ihre|номер))*[\s.:#=«"„“(]{0,4}$/i
const freephone =
  /^(?:\+?1?8(?:00|88|77|66|55|44|33)\d{7}|(?:00|\+)?800\d{8}|0800\d{5,8}|0808\d{7}|(?:\+|00)\d{2}0?800\d{5,7})$/

/**
 * Phone numbers: international ones, national ones as they are written (a leading 0, or the North American shape), and
 * bare digits where the words before them speak of a phone. Freephone numbers are a company's, and dates and numbers of
 * orders, parcels, articles and the like are none.
 */
export function* phoneNumbers(plain: string): Generator<ContactData> {
  for (const match of plain.matchAll(phoneLike)) {
    const written = match[0]
    const digits = written.replaceAll(/[^0-9]/g, '')
    const start = match.index
    const before = plain.slice(Math.max(0, start - 60), start)
    if (freephone.test(written.startsWith('+') ? `+${digits}` : digits)) continue
    if (!isPhone(written, digits, before)) continue
    yield { start, end: start + written.length, value: significantDigits(written) }
  }
}

function isPhone(written: string, digits: string, before: string): boolean {
  if (datePart.test(written)) return false
  if (/^\(?\+/.test(written)) return digits.length >= 8 && digits.length <= 15
  if (otherNumbers.test(before)) return false
  const speaksOfPhone = phoneWords.test(before)
  if (/^00[1-9]/.test(digits)) return digits.length >= 10 && digits.length <= 17
  // Amounts and versions: 1.234.567, 10.15.7.
  if (/^\d{1,3}(?:\.\d{3})+$/.test(written) && !speaksOfPhone) return false
  if (/^0[1-9]/.test(digits)) return digits.length >= 9 && digits.length <= 12
  if (/^1?[ .-]?\(?[2-9]\d{2}\)?[ .\-/]{1,2}[2-9]\d{2}[ .-]\d{4}$/.test(written)) return true
  if (/^[679]\d{2} \d{3} \d{3}$|^[679]\d{2} \d{2} \d{2} \d{2}$/.test(written)) return true
  return speaksOfPhone && digits.length >= 7 && digits.length <= 13
}

/** The last nine digits, which are the same however the country is written. */
export function significantDigits(written: string): string {
  return written.replaceAll(/[^0-9]/g, '').slice(-9)
}
