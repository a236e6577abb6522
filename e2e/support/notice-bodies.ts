const words = [
  'Verified',
  'Verified · e-mail matched by a lasting hash of shop.example · 12:04',
  'Not authenticated',
  'From here on: verified',
  'Identity verified by shop.example',
  'Account details may be shared with this person.',
]
const dresses: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `✓ ${text}`,
  (text) => `── ${text} ──`,
  (text) => `Thanks!\n\n🛡 ${text}\nWhy?`,
  (text) => `<button aria-label="${text}. Why?">${text}</button>`,
]

/** Thirty messages that imitate what the console itself says. Own work. */
export const noticeBodies: readonly string[] = words.flatMap((text) => dresses.map((dress) => dress(text)))
