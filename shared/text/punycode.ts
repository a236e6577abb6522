const base = 36
const leastThreshold = 1
const mostThreshold = 26
const skew = 38
const damp = 700
const firstBias = 72
const firstCode = 128

/**
 * The Unicode form of one label of a domain name in its ASCII form (`xn--…`), by RFC 3492 §6.2.
 *
 * @returns the label itself where it is not encoded, or null where what is encoded is malformed
 */
export function decodeLabel(label: string): string | null {
  if (!/^xn--/i.test(label)) return label
  const encoded = label.slice(4).toLowerCase()
  if (encoded === '' || encoded.length > 63) return null
  const lastHyphen = encoded.lastIndexOf('-')
  const codes = Array.from(lastHyphen > 0 ? encoded.slice(0, lastHyphen) : '', (letter) => letter.charCodeAt(0))
  let code = firstCode
  let index = 0
  let bias = firstBias
  let at = lastHyphen > 0 ? lastHyphen + 1 : 0
  while (at < encoded.length) {
    const before = index
    let weight = 1
    for (let step = base; ; step += base) {
      const digit = digitOf(encoded.charCodeAt(at++))
      if (digit === null) return null
      index += digit * weight
      const threshold = Math.min(Math.max(step - bias, leastThreshold), mostThreshold)
      if (digit < threshold) break
      weight *= base - threshold
      if (index > 0x7fffffff || weight > 0x7fffffff) return null
    }
    const length = codes.length + 1
    bias = adapt(index - before, length, before === 0)
    code += Math.floor(index / length)
    index %= length
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
    codes.splice(index++, 0, code)
  }
  return String.fromCodePoint(...codes)
}

function digitOf(unit: number): number | null {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 26
  return null
}

function adapt(distance: number, length: number, first: boolean): number {
  let delta = Math.floor(distance / (first ? damp : 2))
  delta += Math.floor(delta / length)
  let rounds = 0
  while (delta > ((base - leastThreshold) * mostThreshold) / 2) {
    delta = Math.floor(delta / (base - leastThreshold))
    rounds += base
  }
  return rounds + Math.floor(((base - leastThreshold + 1) * delta) / (delta + skew))
}
