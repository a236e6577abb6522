/** Text as a literal of a language: nothing inside is a variable, and nothing ends the literal. */
export function phpText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Ruby's single quotes know the same two escapes as PHP's. */
export const rubyText = phpText

export function jsText(text: string): string {
  return phpText(text)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/** Python reads JSON's string as its own. */
export function pythonText(text: string): string {
  return JSON.stringify(text)
}
