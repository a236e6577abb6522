export type { InteractionItem, SigningKey } from '../../demo/signing.ts'
/** The signing that tests use: another library than the engine's, and the same one as the demo shop's back end. */
export {
  alterInteractionData,
  keyedHash,
  makeSecret,
  makeSigningKey,
  signClaims,
  signClaimsWithSecret,
  signInteractionData,
} from '../../demo/signing.ts'
