import { z } from 'zod'
import { id, line } from './parts.ts'

const decision = z.strictObject({ messageId: id('msg'), note: line(500) })

export const proofsInputs = {
  /** The proof that came with a message never verifies again in that message's channel. */
  'proofs.revoke': decision,
  /** It counts again. */
  'proofs.restore': decision,
} as const

export interface ProofDecided {
  /** Milliseconds since 1970; null where the proof counts. */
  revokedAt: number | null
  /** How many conversations rest on it. */
  conversations: number
}

export interface ProofsOutputs {
  'proofs.revoke': ProofDecided
  'proofs.restore': ProofDecided
}
