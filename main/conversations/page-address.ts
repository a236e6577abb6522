import { isProofShaped } from '../identity/withheld.ts'
import { percentDecoded } from '../keyring/percent-encoding.ts'

const between = /([/?&=#;,])/

/**
 * The address of a visitor's page without the tokens and hashes in it: what signs somebody in by its address is a proof
 * that whoever reads it could send again. Each part that looks like one becomes `…`.
 */
export function withoutProofs(address: string | null): string | null {
  if (address === null) return null
  const parts = address.split(between)
  return parts.map((part) => (isProofShaped(percentDecoded(part)?.text ?? part) ? '…' : part)).join('')
}
