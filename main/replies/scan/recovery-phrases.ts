import type { Span } from './span.ts'
import { isDigitWord } from './spoken-digits.ts'
import { type ReadText, wordsBefore } from './words/read-text.ts'

/** No list of recovery words (BIP-39) has these, and hardly a sentence is without. */
const ofSentences =
  /^(?:the|a|an|of|and|or|to|in|on|at|for|from|with|by|is|are|was|were|be|been|it|its|this|that|these|those|you|your|we|our|us|they|their|he|she|his|her|i|my|me|not|no|if|as|but|so|do|does|did|has|have|had|can|could|will|would|should|may|must|who|which|what|how|why|der|die|das|und|ist|ein|eine|zu|von|mit|für|auf|nicht|sie|wir|ich|le|la|les|un|une|de|du|des|et|est|en|el|los|y|es|que|het|een|van|il|per|di|che|e|o|na|i)$/
const fewest = 12

/** Twelve plain words in a row and nothing else is a recovery phrase; a pass phrase is what is called one. */
export function* phrasesOfWords(read: ReadText): Generator<Span> {
  const { plain, words } = read
  let run: (typeof words)[number][] = []
  for (const word of words) {
    const last = run.at(-1)
    const written = plain.slice(word.start, word.end)
    const isListed =
      written === word.text && /^[a-z]{3,8}$/.test(written) && !ofSentences.test(written) && !isDigitWord(written)
    const goesOn =
      last === undefined || /^[ ,\n]{1,2}$|^[,.]? ?\d{1,2}[.):]? ?$/.test(plain.slice(last.end, word.start))
    if (isListed && goesOn) {
      run.push(word)
      continue
    }
    if (run.length >= fewest) yield { start: run[0]?.start ?? 0, end: last?.end ?? 0 }
    run = isListed ? [word] : []
  }
  if (run.length >= fewest) yield { start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0 }
  yield* calledAPhrase(read)
}

const calledPhrase =
  /(?<!\p{L})(?:pass ?phrase|seed phrase|recovery phrase|mnemonic|passphrase|wiederherstellungsphrase|phrase de récupération|frase semilla|frase de recuperación)(?: (?:is|are|ist|lautet|est|es))?[:=]? ?["'„“«]?(\p{Ll}{3,12}(?:[ ,-]{1,2}\p{Ll}{3,12}){2,23})["'“”»]?(?=[.!]?\s*$|[.!]\s|["'”»])/giu

function* calledAPhrase(read: ReadText): Generator<Span> {
  for (const match of read.plain.matchAll(calledPhrase)) {
    const phrase = match[1] ?? ''
    const parts = phrase.split(/[ ,-]+/)
    const isQuoted = /["'“”»]$/.test(match[0])
    const plainWords = parts.filter((part) => ofSentences.test(part)).length
    const limit = isQuoted ? parts.length / 2 : 0
    const [asked] = wordsBefore(read, match.index, 1)
    if (plainWords > limit || (asked !== undefined && /^(?:no|which|what)$/.test(asked.text))) continue
    const start = match.index + match[0].indexOf(phrase)
    yield { start, end: start + phrase.length }
  }
}
