import type { ScanFinding } from '#shared/domain/reply.ts'

/** What may be said to this visitor although it looks like somebody's data. */
export interface ScanAllowance {
  /** Phone numbers and e-mail addresses that the visitor proved to be theirs, as they were sent. */
  proven: readonly string[]
  /** Texts that are public anyway, e.g. the bodies of public templates: what stands in one may be said. */
  publicTexts: readonly string[]
  /** Hosts of the channel's site, e.g. `shop.example`: addresses of a role there (support@…) are nobody's. */
  sites: readonly string[]
}

/** Finds what should not leave by accident. */
export function scanText(_text: string, _allowance: ScanAllowance): ScanFinding[] {
  return []
}
