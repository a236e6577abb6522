import type { Verdict } from '#shared/domain/verdict.ts'
import { subjectOf } from '../subject.ts'

/** What a page says about its visitor, in short: equal texts need no new entry in the journal. */
export function identifiedAs(verdict: Verdict): string {
  const subject = subjectOf(verdict)
  return JSON.stringify([verdict.status, verdict.reason, subject?.field ?? null, subject?.value ?? null])
}
