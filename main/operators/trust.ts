import { hash } from 'node:crypto'
import type { Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { PublicX } from './compact-jws.ts'
import { readRootStatement, readStatement, signerOf } from './statements.ts'

/**
 * What the keystore remembers of the operators' keys, apart from the database: the first supervisor's key, how many
 * statements follow from it, and a digest over all of them. Whoever edits the journal cannot make this fit.
 */
export interface TrustAnchor {
  rootX: PublicX
  statements: number
  /** Hex, of `digestWith`. */
  digest: string
}

/** A key as the statements leave it. */
export interface TrustedKey {
  operatorId: OperatorId
  x: PublicX
  role: Role
  state: 'active' | 'ended'
}

export interface Trust {
  /** By the key's name. Every key that ever was, so that an old grant still names somebody. */
  keys: ReadonlyMap<string, TrustedKey>
  statements: number
  digest: string
}

/** A statement's digest follows on from the ones before it. Hex. */
export function digestWith(before: string, statement: string): string {
  return hash('sha256', `bonafide operator statements 1\n${before}\n${statement}`)
}

/**
 * Follows the statements of the journal from the first supervisor's key on: each carries the next number and is signed
 * by a key that is a supervisor's at that point. Pure.
 *
 * @param statements in the order of the journal; those from before the root, and any that do not follow on, are passed over
 * @returns null where the outcome is not the one that the keystore remembers: then nobody is trusted
 */
export function followStatements(statements: readonly string[], anchor: TrustAnchor): Trust | null {
  const keys = new Map<string, TrustedKey>()
  let count = 0
  let digest = ''
  for (const token of statements) {
    const signer = signerOf(token)
    if (signer === null) continue
    const signedBy = keys.get(signer)
    const mayState = signedBy?.state === 'active' && signedBy.role === 'supervisor'
    const statement =
      count === 0 ? readRootStatement(token, anchor.rootX) : mayState ? readStatement(token, signedBy.x) : null
    if (statement === null || statement.n !== count + 1) continue
    const { operatorId, kid, x, role, state } = statement
    const known = keys.get(kid)
    // A key never changes hands, and one that ended stays so.
    if (known !== undefined && (known.operatorId !== operatorId || known.state === 'ended')) continue
    keys.set(kid, { operatorId, x, role, state })
    count += 1
    digest = digestWith(digest, token)
  }
  if (count === 0 || count !== anchor.statements || digest !== anchor.digest) return null
  return { keys, statements: count, digest }
}

/** The role of an operator by their key in use; null for one who has none. */
export function trustedRole(trust: Trust, operatorId: OperatorId): Role | null {
  for (const key of trust.keys.values()) if (key.operatorId === operatorId && key.state === 'active') return key.role
  return null
}
