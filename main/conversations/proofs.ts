import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/port.ts'
import type { ProofEnds } from './proof-ends.ts'
import type { ConversationReads, ConversationWrites } from './stored/operations.ts'
import type { DecidedProof } from './stored/proofs.ts'

export interface ProofsParts {
  store: Store<ConversationWrites, ConversationReads>
  proofEnds: Pick<ProofEnds, 'revoked'>
  clock: Clock
  onChange(event: ChangeEvent): void
}

/** What a supervisor decides about one proof. Who may call these is decided by whoever hands the requests on. */
export function createProofs({ store, proofEnds, clock, onChange }: ProofsParts) {
  const told = ({ conversations, revokedAt }: DecidedProof) => {
    for (const conversationId of conversations) {
      onChange({ topic: 'conversation', conversationId })
      onChange({ topic: 'inbox', conversationId })
    }
    return { revokedAt, conversations: conversations.length }
  }
  return {
    /** The proof of a message never verifies again in its channel; connections that it opened end at once. */
    async revoke(input: RequestInput<'proofs.revoke'>, by: OperatorId): Promise<RequestOutput<'proofs.revoke'>> {
      const decided = await store.write('proof.revoke', { ...input, operatorId: by, at: clock() })
      proofEnds.revoked(decided.channelId, decided.fingerprint)
      return told(decided)
    },
    /** It counts again from now on. */
    async restore(input: RequestInput<'proofs.restore'>, by: OperatorId): Promise<RequestOutput<'proofs.restore'>> {
      return told(await store.write('proof.restore', { ...input, operatorId: by, at: clock() }))
    },
  }
}
