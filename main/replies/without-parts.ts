interface Part {
  start: number
  end: number
}

/**
 * A text without some parts of it: each find gives way to `[removed]`, and each sentence that touches a lifted part is
 * left out as a whole.
 */
export function withoutParts(text: string, finds: readonly Part[], lifted: readonly Part[]): string {
  const sentences = lifted.length === 0 ? [] : sentencesOf(text)
  const cut = sentences.filter((sentence) =>
    lifted.some((part) => part.start < sentence.end && sentence.start < part.end),
  )
  const parts = [...cut.map((part) => ({ ...part, by: '' })), ...finds.map((part) => ({ ...part, by: '[removed]' }))]
  let left = ''
  let at = 0
  for (const { start, end, by } of parts.sort((one, other) => one.start - other.start || other.end - one.end)) {
    if (end <= at) continue
    left += text.slice(at, Math.max(at, start)) + by
    at = end
  }
  left += text.slice(at)
  return left
    .replaceAll(/[ \t]{2,}/g, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function sentencesOf(text: string): Part[] {
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)
  return Array.from(segments, ({ index, segment }) => ({ start: index, end: index + segment.length }))
}
