import type { KeyObject } from 'node:crypto'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from './check.ts'

const shortestSecret: readonly (readonly [TokenAlgorithm, number])[] = [
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
]
const curves: Readonly<Record<string, TokenAlgorithm>> = Object.freeze({
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
})
const rsa: readonly TokenAlgorithm[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

const fewestRsaBits = 2048
const mostRsaBits = 8192

/**
 * The algorithms that a key is sound for. The algorithm of a token is fixed by the key and never chosen by the token
 * (RFC 8725 §3.1), so this is the whole of what the key may verify.
 *
 * - A secret: each HMAC whose hash is no longer than the secret (RFC 7518 §3.2: 32, 48 and 64 bytes).
 * - An EC key: the one algorithm of its curve (RFC 7518 §3.4); Ed25519: EdDSA (RFC 8037).
 * - RSA: 2048 to 8192 bits (RFC 7518 §3.3), an odd exponent from 65537 on (FIPS 186-5 §A.1.1), no modulus of the faulty
 *   generator that is known as ROCA (CVE-2017-15361).
 *
 * @returns none for a key of any other kind, one that is too weak, or one that says itself that it is for something else
 */
export function algorithmsOf(
  key: Pick<VerificationKey, 'material' | 'algorithm' | 'unfit'>,
): readonly TokenAlgorithm[] {
  if (key.unfit === true) return []
  const { material, algorithm } = key
  let sound = soundFor.get(material)
  if (sound === undefined) {
    sound = soundAlgorithms(material)
    soundFor.set(material, sound)
  }
  return algorithm === null || algorithm === undefined ? sound : sound.filter((name) => name === algorithm)
}

/** A key object never changes, and asking it for its details costs as much as a hash. */
const soundFor = new WeakMap<KeyObject, readonly TokenAlgorithm[]>()

function soundAlgorithms(material: KeyObject): readonly TokenAlgorithm[] {
  if (material.type === 'secret') {
    const size = material.symmetricKeySize ?? 0
    return shortestSecret.filter(([, shortest]) => size >= shortest).map(([name]) => name)
  }
  if (material.type !== 'public') return []
  switch (material.asymmetricKeyType) {
    case 'ec': {
      const algorithm = curves[material.asymmetricKeyDetails?.namedCurve ?? '']
      return algorithm === undefined ? [] : [algorithm]
    }
    case 'ed25519':
      return ['EdDSA']
    case 'rsa':
      return isSoundRsa(material) ? rsa : []
    default:
      return []
  }
}

function isSoundRsa(material: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = material.asymmetricKeyDetails ?? {}
  if (modulusLength < fewestRsaBits || modulusLength > mostRsaBits) return false
  if (publicExponent < 65_537n || publicExponent % 2n === 0n || publicExponent >= 1n << 256n) return false
  const { n } = material.export({ format: 'jwk' })
  return typeof n === 'string' && !isRocaModulus(BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`))
}

/**
 * True where the modulus bears the mark of the ROCA generator: its primes are k·M + (65537^a mod M), so the modulus is a
 * power of 65537 modulo every small prime (Nemec, Sýs, Švenda, Klinec, Matyáš: The Return of Coppersmith's Attack, 2017).
 * A sound modulus has it by chance about once in 2^27.
 */
export function isRocaModulus(modulus: bigint): boolean {
  return smallPrimes.every((prime) => {
    const rest = Number(modulus % BigInt(prime))
    let power = 1
    do {
      if (power === rest) return true
      power = (power * 65_537) % prime
    } while (power !== 1)
    return false
  })
}

const smallPrimes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
  127, 131, 137, 139, 149, 151, 157, 163, 167,
]
