import { codePointName, cutMarks, replaceHostile } from '#shared/text/hostile-characters.ts'
import type { Link } from '#shared/text/links.ts'
import { linkedPieces } from '#shared/text/links.ts'

/** A piece of a message as it is drawn. `code` names what cannot be shown: `U+202E`, `12 more marks`. */
export type MessagePiece = { kind: 'text' | 'code'; text: string } | { kind: 'link'; text: string; link: Link }

/** More than this is folded until it is asked for. */
const mostUnits = 4000
const mostLines = 60
/** In a run of what cannot be shown, this many are named one by one. */
const mostNamed = 8

/** Marks of direction stand in honest right-to-left text and reorder nothing outside the bubble, which is isolated. */
const allowed = new Set(['\n', '\t', '\u200E', '\u200F', '\u061C'])

// Unassigned in Unicode for good, and therefore never in a text of ours: they hold the place of a code until it is drawn.
const opening = '\uFDD0'
const closing = '\uFDD1'
const held = new RegExp(`${opening}([^${closing}]*)${closing}`, 'g')
const heldRun = new RegExp(`(?:${opening}U[^${closing}]*${closing}){${mostNamed + 1},}`, 'g')

/**
 * The text of a message as pieces to draw: lines stay, hostile characters and the tops of mark stacks are named, and
 * addresses of web pages are links. Joined, text and links are what was sent but for what is named.
 */
export function messagePieces(raw: string): MessagePiece[] {
  return linkedPieces(raw.replace(/\r\n?/g, '\n')).flatMap((piece) =>
    piece.kind === 'link' ? [piece] : namedPieces(piece.text),
  )
}

function namedPieces(text: string): MessagePiece[] {
  const hold = (name: string) => `${opening}${name}${closing}`
  const safe = replaceHostile(text, {
    hostile: (character) => (allowed.has(character) ? character : hold(codePointName(character))),
  })
  const marked = cutMarks(safe, (count) => hold(`${count} more marks`))
  const folded = marked.replace(heldRun, (run) => {
    const names = run.split(closing).slice(0, -1)
    return `${names.slice(0, mostNamed - 1).join(closing)}${closing}${hold(`${names.length - mostNamed + 1} more`)}`
  })
  return folded
    .split(held)
    .flatMap((part, index): MessagePiece[] =>
      part === '' ? [] : [{ kind: index % 2 === 0 ? 'text' : 'code', text: part }],
    )
}

/** The text in one string, with codes in brackets: for where nothing but text can stand. */
export function messageLine(raw: string): string {
  return messagePieces(raw)
    .map(({ kind, text }) => (kind === 'code' ? `‹${text}›` : text))
    .join('')
}

/** The beginning of a long message, or null where it is short enough to be shown whole. Never cuts a surrogate pair. */
export function beginningOf(raw: string): string | null {
  let end = raw.length > mostUnits + mostUnits / 4 ? mostUnits : raw.length
  const lines = raw.split(/\r\n?|\n/, mostLines + 11)
  if (lines.length > mostLines + 10) end = Math.min(end, lines.slice(0, mostLines).join('\n').length)
  if (end === raw.length) return null
  const last = raw.charCodeAt(end - 1)
  return raw.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)
}
