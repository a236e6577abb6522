import type { SchemeSettings } from '#shared/domain/channel.ts'
import { settingsNeededBy, settingsReadBy, tokenRuleIn } from '#shared/vendors/settings-read.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'
import { enteredName, enteredNames, refuse } from './entered-names.ts'

/** Longest age of a token that can be asked for: a year. */
const longestAge = 31_536_000
/** Most that two clocks may differ: ten minutes. More would keep tokens alive that are over. */
const longestTolerance = 600

/**
 * Settings of a signed token. A vendor's own channel may be stricter than its vendor, never less.
 * @throws ProblemError `input-invalid`
 */
export function parseTokenSettings(vendor: Vendor, entered: SchemeSettings): SchemeSettings {
  const issuer = enteredTexts(entered.issuer, 'An issuer')
  const audience = enteredTexts(entered.audience, 'An audience')
  const needed = settingsNeededBy(vendor)
  if (issuer.length === 0 && needed.includes('issuer')) {
    throw refuse(`Name the issuer: ${vendor.title} takes tokens of that one only.`)
  }
  if (audience.length === 0 && needed.includes('audience')) {
    throw refuse(`Name the audience: ${vendor.title} takes tokens that are made out to it only.`)
  }
  const settings: SchemeSettings = {}
  if (issuer.length > 0) settings.issuer = issuer
  if (audience.length > 0) settings.audience = audience
  const age = entered.maxAgeSeconds
  if (age !== undefined) {
    if (age < 1 || age > longestAge) throw refuse('The longest age of a token is between one second and one year.')
    const usual = tokenRuleIn(vendor)?.longestAgeSeconds
    if (usual !== undefined && age > usual) throw refuse(`${vendor.title} takes no token older than ${usual} seconds.`)
    settings.maxAgeSeconds = age
  }
  if (entered.clockToleranceSeconds !== undefined) {
    if (entered.clockToleranceSeconds > longestTolerance) {
      throw refuse('Clocks may differ by ten minutes at most: a longer tolerance would take tokens that are long over.')
    }
    settings.clockToleranceSeconds = entered.clockToleranceSeconds
  }
  const isOwn = settingsReadBy(vendor).includes('subjectClaim')
  if (entered.requireExpiry !== undefined && (isOwn || entered.requireExpiry)) {
    settings.requireExpiry = entered.requireExpiry
  }
  return isOwn ? { ...settings, ...parseOwnToken(entered) } : settings
}

/** What only a custom token is asked for. */
function parseOwnToken(entered: SchemeSettings): SchemeSettings {
  const settings: SchemeSettings = {}
  if (entered.algorithms !== undefined) {
    const algorithms = [...new Set(entered.algorithms)]
    if (algorithms.length === 0) throw refuse('Allow at least one algorithm.')
    settings.algorithms = algorithms
  }
  const subjectClaim = enteredName(entered.subjectClaim, 'The claim that is the identity')
  if (subjectClaim !== undefined) {
    if (aboutTheToken.includes(subjectClaim)) {
      throw refuse(`The claim ${subjectClaim} is about the token, and names no visitor.`)
    }
    settings.subjectClaim = subjectClaim
  }
  const requiredClaims = enteredNames(entered.requiredClaims, 'A required claim')
  if (requiredClaims.length > 0) settings.requiredClaims = requiredClaims
  const tokenField = enteredName(entered.tokenField, 'The field of the token')
  if (tokenField !== undefined) settings.tokenField = tokenField
  return settings
}

/** Registered claims (RFC 7519 §4.1) that cannot be an identity. */
const aboutTheToken: readonly string[] = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti']

/** Issuers and audiences are compared character by character, so only the white space around them is taken away. */
function enteredTexts(entered: readonly string[] | undefined, what: string): string[] {
  const texts = (entered ?? []).map((each) => each.trim()).filter((each) => each !== '')
  if (texts.some((text) => !text.isWellFormed() || /[\p{Cc}\p{Cf}]/u.test(text))) {
    throw refuse(`${what} holds a character that cannot be seen. Type it by hand.`)
  }
  return [...new Set(texts)]
}
