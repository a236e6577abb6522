import type { ReasonCode, Verdict } from '#shared/domain/verdict.ts'
import type { CheckRequest, VerificationKey, Verify } from './check.ts'
import { hint } from './hints.ts'

/** How many keys of other channels are tried. */
const mostKeys = 20
const failuresOfKey: ReadonlySet<ReasonCode> = new Set(['hash-mismatch', 'signature-mismatch', 'key-id-unknown'])

/** True where a key of another channel may be the cause. */
export function mayBeOfOtherChannel({ reason, hints }: Verdict): boolean {
  return failuresOfKey.has(reason) && !hints.some(({ code }) => code === 'retired-key-of-channel')
}

/**
 * Says where a proof that failed was made with a key of another channel of the workspace. Only a hint is added: nothing
 * else of the verdict changes, whatever that other key says.
 *
 * @param others keys of other channels; those of another kind are passed over by the check itself
 */
export async function withOtherChannel(
  verify: Verify,
  request: CheckRequest,
  verdict: Verdict,
  others: readonly VerificationKey[],
): Promise<Verdict> {
  if (!mayBeOfOtherChannel(verdict) || others.length === 0) return verdict
  const { status } = await verify({ ...request, keys: others.slice(0, mostKeys), keysAvailable: true })
  if (status !== 'verified' && status !== 'expired') return verdict
  return { ...verdict, hints: [...verdict.hints, hint('other-channel-of-workspace')] }
}
