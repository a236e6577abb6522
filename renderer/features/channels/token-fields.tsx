import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { settingsNeededBy, settingsReadBy, tokenRuleIn } from '#shared/vendors/settings-read.ts'
import { type TokenAlgorithm, tokenAlgorithms } from '#shared/vendors/vendor.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isSeconds, type TokenDraft } from './site-draft.ts'

interface TokenFieldsProps {
  scheme: SchemeName
  draft: TokenDraft
  onChange: (draft: TokenDraft) => void
  isDisabled: boolean
}

/** What a token must be: of a custom site everything, of a vendor's only what may be stricter than the vendor. */
export function TokenFields(props: TokenFieldsProps) {
  const vendor = vendorOf(props.scheme)
  const isOwn = settingsReadBy(vendor).includes('subjectClaim')
  if (!isOwn && settingsNeededBy(vendor).length === 0) {
    return (
      <details className="channels-stricter">
        <summary>Stricter than {vendor.title} itself</summary>
        <div className="channels-form">
          <ClaimFields {...props} />
        </div>
      </details>
    )
  }
  return (
    <>
      {isOwn && <OwnTokenFields {...props} />}
      <ClaimFields {...props} />
    </>
  )
}

function OwnTokenFields({ draft, onChange, isDisabled }: TokenFieldsProps) {
  const change = (part: Partial<TokenDraft>) => onChange({ ...draft, ...part })
  const toggle = (algorithm: TokenAlgorithm, isAllowed: boolean) =>
    change({
      algorithms: tokenAlgorithms.filter((each) => (each === algorithm ? isAllowed : draft.algorithms.includes(each))),
    })
  return (
    <>
      <fieldset className="channels-fieldset">
        <legend className="ui-label">Algorithms that are allowed</legend>
        <p className="ui-description">A key also has to be of the algorithm’s kind. Fewer is safer.</p>
        <div className="channels-algorithms">
          {tokenAlgorithms.map((algorithm) => (
            <Checkbox
              key={algorithm}
              isSelected={draft.algorithms.includes(algorithm)}
              onChange={(isAllowed) => toggle(algorithm, isAllowed)}
              isDisabled={isDisabled}
            >
              {algorithm}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <div className="channels-pair">
        <TextField
          label="Claim that is the identity"
          description="“sub” if you leave it empty."
          placeholder="sub"
          value={draft.subjectClaim}
          onChange={(subjectClaim) => change({ subjectClaim })}
          fixedWidth
          isDisabled={isDisabled}
        />
        <TextField
          label="Field that holds the token"
          description="“token” if you leave it empty."
          placeholder="token"
          value={draft.tokenField}
          onChange={(tokenField) => change({ tokenField })}
          fixedWidth
          isDisabled={isDisabled}
        />
      </div>
      <TextField
        label="Required claims"
        description="One per line. A token without one of them is refused."
        value={draft.requiredClaims}
        onChange={(requiredClaims) => change({ requiredClaims })}
        rows={2}
        fixedWidth
        isDisabled={isDisabled}
      />
    </>
  )
}

function ClaimFields({ scheme, draft, onChange, isDisabled }: TokenFieldsProps) {
  const vendor = vendorOf(scheme)
  const needed = settingsNeededBy(vendor)
  const rule = tokenRuleIn(vendor)
  const change = (part: Partial<TokenDraft>) => onChange({ ...draft, ...part })
  const expects = rule?.requireExpiry ?? true
  // A vendor that always wants an end cannot be asked for less.
  const isFixed = rule?.requireExpiry === true
  const takesHashes = typeof vendor.rules !== 'string' && vendor.rules.some(({ proof }) => proof === 'hash')
  return (
    <>
      <div className="channels-pair">
        <TextField
          label={needed.includes('issuer') ? 'Issuer (required)' : 'Issuer'}
          description="The claim iss, exactly. One per line if there are several."
          value={draft.issuer}
          onChange={(issuer) => change({ issuer })}
          rows={2}
          fixedWidth
          isDisabled={isDisabled}
        />
        <TextField
          label={needed.includes('audience') ? 'Audience (required)' : 'Audience'}
          description="The claim aud, exactly: whom tokens are made out to."
          value={draft.audience}
          onChange={(audience) => change({ audience })}
          rows={2}
          fixedWidth
          isDisabled={isDisabled}
        />
        <TextField
          label="Longest age, in seconds"
          description={`Counted from iat. ${rule?.longestAgeSeconds === undefined ? 'No limit' : `${rule.longestAgeSeconds}, the vendor’s own limit,`} if you leave it empty.`}
          value={draft.maxAge}
          onChange={(maxAge) => change({ maxAge })}
          inputMode="numeric"
          error={isSeconds(draft.maxAge) ? null : 'A whole number of seconds.'}
          isDisabled={isDisabled}
        />
        <TextField
          label="Tolerance of clocks, in seconds"
          description="60 if you leave it empty, 600 at most."
          value={draft.tolerance}
          onChange={(tolerance) => change({ tolerance })}
          inputMode="numeric"
          error={isSeconds(draft.tolerance) ? null : 'A whole number of seconds.'}
          isDisabled={isDisabled}
        />
      </div>
      {rule === null && draft.maxAge.trim() === '' && (
        <Notice severity="warning" title="No longest age">
          A token then counts for as long as it says itself, be it ten years, for whoever copies it. A day has 86400
          seconds. Tokens have to say when they were made (iat) for this.
        </Notice>
      )}
      <Checkbox
        isSelected={draft.requireExpiry ?? expects}
        onChange={(requireExpiry) => change({ requireExpiry: requireExpiry === expects ? null : requireExpiry })}
        isDisabled={isDisabled || isFixed}
      >
        {takesHashes
          ? 'Refuse proofs without an end: tokens that do not name one (exp), and hashes, which have none'
          : 'Refuse tokens that do not say when they end (exp)'}
      </Checkbox>
    </>
  )
}
