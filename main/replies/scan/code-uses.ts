import { kindOfCode, lets, toTheCode } from './code-words.ts'
import { saysAny, type Word } from './words/read-text.ts'
import { signal } from './words/signals.ts'

/** How many words behind a number are looked at. */
export const behind = 7
const withWord = /^(?:with|mit|avec|con|met|com|using|via|per|z|med|through|by)$/
const introducing =
  /^(?:is|ist|est|es|è|é|to|as|als|comme|como|come|in|that|this|das|c|jest|är|er|on|w|som|jako|were|was|for|für|pour|para|per|voor|the|your|ihr|votre|su|tu|uw)$/
const itself = /^(?:it|that|this|them|ihn|diesen|le|lo|het|deze)$/

/** "4471 is your code", "4471 as the TAN", "4471, that is the code". */
export function isCodeBehind(plain: string, end: number, after: readonly Word[]): boolean {
  const [first] = after
  if (first === undefined || !/^["'»“”]?(?:,? | ?[-–—:] ?|, | ?\()$/.test(plain.slice(end, first.start))) return false
  const index = after.slice(0, behind).findIndex((word) => saysAny(word, toTheCode))
  if (index === -1) return false
  const code = after[index] as Word
  if (saysAny(code, signal.codeOfThings) || after.slice(0, index).some((word) => saysAny(word, signal.notThis)))
    return false
  const beside = [after[index - 1], ...after.slice(index + 1, index + 3)]
  if (beside.some((word) => word !== undefined && saysAny(word, signal.codeOfThings) && !lets(word))) return false
  const dashed = /[-–—,:(]/.test(plain.slice(end, first.start))
  return introducing.test(first.text) || (dashed && index <= 4)
}

/** "Enter it". */
export const asksForIt = (word: Word, next: Word | undefined): boolean =>
  saysAny(word, signal.enter) && itself.test(next?.text ?? '')

/** "Enter 4471 to log in", "confirm it with 4471". */
export function isToBeEntered(plain: string, start: number, before: readonly Word[], after: readonly Word[]): boolean {
  const around = [...before.slice(0, 10), ...after.slice(0, 9)]
  if (around.some((word) => saysAny(word, signal.phone | signal.call))) return false
  const [nearest] = before
  if (nearest !== undefined && withWord.test(nearest.text)) {
    if (before.slice(1, 6).some((word) => saysAny(word, signal.letsIn))) return true
  }
  const isNumber = nearest !== undefined && saysAny(nearest, signal.number)
  if (
    isNumber &&
    before.slice(1, 3).some((word) => withWord.test(word.text)) &&
    after.slice(0, 6).some((word) => saysAny(word, signal.letsIn))
  )
    return true
  const [first, second] = after
  if (after.slice(0, 3).some((word, index) => asksForIt(word, after[index + 1]))) return true
  const isAsked =
    before.slice(0, 3).some((word) => saysAny(word, signal.enter)) ||
    [first, second].some(
      (word) => word !== undefined && /^(?:eingeben|eintippen|ein|in|invoeren|invullen)$/.test(word.text),
    )
  const isTied = /[:→] ?$/.test(plain.slice(Math.max(0, start - 2), start))
  if (!isAsked && !(isTied && before.slice(0, 10).some((word) => saysAny(word, signal.enter)))) return false
  const opens = isAsked ? signal.letsIn | signal.lock : signal.letsIn
  if (around.some((word) => saysAny(word, opens) && !saysAny(word, signal.enter))) return true
  return after.slice(0, 8).some((word, index) => {
    const toTheLeft = after.slice(0, index + 1).reverse()
    return saysAny(word, signal.codeName) || (saysAny(word, signal.code) && kindOfCode(toTheLeft, 0) !== 'other')
  })
}

/** "The lockbox opens with 4471", "safe: 4471", and what an authenticator shows. */
export function opensALock(plain: string, start: number, before: readonly Word[]): boolean {
  const [nearest] = before
  const near = before.slice(0, 5)
  if (
    near.some((word) => /^(?:text|sms|message)$/.test(word.text)) &&
    /^(?:says|reads|shows|said)$/.test(nearest?.text ?? '')
  )
    return true
  const isByColon = /[:=] ?$/.test(plain.slice(Math.max(0, start - 2), start))
  if (near.some((word) => saysAny(word, signal.lock))) {
    return isByColon || (nearest !== undefined && (withWord.test(nearest.text) || saysAny(nearest, signal.link)))
  }
  return (
    near.some((word) =>
      /^(?:auth|authenticator|authentication|verification|verify|verifizierung|authentifizierung|vérification|verificación|verifica)$/.test(
        word.text,
      ),
    ) &&
    (/: ?$| = $/.test(plain.slice(Math.max(0, start - 3), start)) ||
      (nearest !== undefined && saysAny(nearest, signal.link)))
  )
}
