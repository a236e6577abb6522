import { lazily } from '../lazily.ts'

/** Stands where a character was that could pass for one of the console's own signs. */
export const standIn = '▫'

/**
 * Characters that could pass for a shield, tick, cross, seal, medal, warning, lock or status dot at the size of a name.
 * Unknown is not trusted: of the symbols that are no emoji all are listed but those that stand in honest names, of the
 * older signs (U+2600 to U+27BF) all but a few, and of the newer emoji those that look like a sign.
 */
const signs = lazily(
  () =>
    new RegExp(
      `[${[
        '[\\p{So}--\\p{Extended_Pictographic}--[\\u00B0\\u2116\\u2117\\u2120\\u3200-\\u33FF]]',
        // Suns, telephones, umbrellas, hands, faces, the zodiac, cards, notes, balls, snow, mountains, boats, hearts.
        '[[\\u2600-\\u27BF]--[\\u2600-\\u2604\\u260E\\u2614\\u2615\\u2618\\u261D\\u2639-\\u263B\\u2640\\u2642\\u2648-\\u2653' +
          '\\u2660-\\u2668\\u266D-\\u266F\\u26BD-\\u26C5\\u26F0-\\u26F5\\u26F7-\\u26FA\\u2702\\u2708\\u2709\\u270A-\\u270D\\u270F' +
          '\\u2728\\u2744\\u2763\\u2764\\u2768-\\u2775]]',
        // Letters and punctuation that are drawn as a tick, roots, and signs in circles and boxes.
        '\\uAA9C\\u{10102}\\u221A-\\u221C\\u2295-\\u22A1\\u203C\\u2049\\u25A0-\\u25FF\\u2B1B\\u2B1C\\u2B50\\u2B55\\u24C2\\u2139\\u3297\\u3299',
        '\\u{1F10D}-\\u{1F10F}\\u{1F12F}\\u{1F16C}-\\u{1F19A}\\u{1F201}-\\u{1F265}\\u{1F31F}',
        '\\u{1F396}\\u{1F397}\\u{1F3C5}\\u{1F3C6}\\u{1F3F5}\\u{1F4A0}\\u{1F4AE}\\u{1F4AF}\\u{1F4DB}\\u{1F505}\\u{1F506}\\u{1F50F}-\\u{1F513}',
        '\\u{1F518}-\\u{1F51F}\\u{1F530}-\\u{1F53D}\\u{1F5DD}\\u{1F5F0}-\\u{1F5F9}\\u{1F6A8}\\u{1F6AB}\\u{1F6B8}\\u{1F6C2}-\\u{1F6C5}',
        '\\u{1F6D1}\\u{1F6E1}\\u{1F774}-\\u{1F7FF}\\u{1F947}-\\u{1F949}\\u{1FAAA}\\u{1FBB1}\\u{1FBC0}',
      ].join('')}]`,
      'v',
    ),
)

/** Whether a character, or the first one of an emoji, could pass for a sign of the console. */
export function isBadgeSign(symbol: string): boolean {
  return signs().test(String.fromCodePoint(symbol.codePointAt(0) ?? 0))
}
