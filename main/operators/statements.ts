import type { Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { JsonObject } from '#shared/strict/json.ts'
import { kidIn, kidOf, type PublicX, signCompact, verifyCompact } from './compact-jws.ts'
import type { SigningKey } from './operator-secret.ts'

/** What a supervisor's key says about an operator's key. `n` counts all statements of a console from 1. */
export interface KeyStatement {
  n: number
  operatorId: OperatorId
  kid: string
  x: PublicX
  role: Role
  state: 'active' | 'ended'
  /** Milliseconds since 1970. */
  at: number
}

const statementType = 'bonafide-operator+jwt'

/** Signs a statement with a supervisor's key; the first one of all is signed with the very key that it is about. */
export function signStatement(statement: KeyStatement, signer: SigningKey): Promise<string> {
  const { n, operatorId, kid, x, role, state, at } = statement
  return signCompact(statementType, signer.kid, { n, sub: operatorId, kid, x, role, state, at }, signer.privateKey)
}

/** Whose key signed a statement, as it says itself. */
export const signerOf = (token: string): string | null => kidIn(token, statementType)

/** A statement whose signature fits this key; null for everything else. */
export function readStatement(token: string, signerX: PublicX): KeyStatement | null {
  const payload = verifyCompact(token, statementType, signerX)
  return payload === null ? null : parseStatement(payload)
}

/** The first statement of all, which carries the key that it is signed with. */
export function readRootStatement(token: string, rootX: PublicX): KeyStatement | null {
  const statement = readStatement(token, rootX)
  if (statement === null || statement.x !== rootX || statement.n !== 1) return null
  return statement.role === 'supervisor' && statement.state === 'active' ? statement : null
}

function parseStatement({ n, sub, kid, x, role, state, at }: JsonObject): KeyStatement | null {
  if (typeof n !== 'number' || !Number.isSafeInteger(n) || typeof at !== 'number') return null
  if (typeof sub !== 'string' || typeof kid !== 'string' || typeof x !== 'string' || kidOf(x) !== kid) return null
  if ((role !== 'agent' && role !== 'supervisor') || (state !== 'active' && state !== 'ended')) return null
  return { n, operatorId: sub as OperatorId, kid, x, role, state, at }
}
