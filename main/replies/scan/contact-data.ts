import type { Span } from './span.ts'

/** Something that reaches a person, with the form in which two of them are compared. */
export interface ContactData extends Span {
  value: string
}
