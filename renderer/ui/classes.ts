/** Joins class names and leaves out whatever is not text, so that conditions read inline. */
export function classes(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
