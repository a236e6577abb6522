import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { Notice } from '../../ui/notice.tsx'

/** Where the facts about a vendor were read, and what could not be established. Addresses are text, not links. */
export function VendorFacts({ scheme }: { scheme: SchemeName }) {
  const { title, sources, unconfirmed } = vendorOf(scheme)
  return (
    <div className="channels-vendor-facts">
      {unconfirmed.length > 0 && (
        <Notice severity="warning" title={`Not everything about ${title} could be confirmed`}>
          <ul>
            {unconfirmed.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      <details>
        <summary>What this is based on</summary>
        <ul className="channels-sources">
          {sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}
