import type { Span } from './span.ts'

/** Shapes that their makers publish, so that whoever finds one knows it. Each is linear: no repetition inside another. */
const shapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{16}\b/g,
  /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}/g,
  /\bwhsec_[A-Za-z0-9+/=]{16,200}/g,
  /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,255}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,64}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/g,
  /\bxapp-[0-9]-[A-Za-z0-9-]{10,250}/g,
  /\bhooks\.slack\.com\/services\/[A-Za-z0-9/]{20,100}/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bya29\.[A-Za-z0-9_-]{20,300}/g,
  /\bGOCSPX-[A-Za-z0-9_-]{20,60}/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,2000})?/g,
  /-{3,5} ?BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|CERTIFICATE|MESSAGE)[A-Z ]{0,10}-{3,5}/g,
  /\bPuTTY-User-Key-File-[0-9]/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{40,70}\b/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\bpypi-[A-Za-z0-9_-]{40,250}/g,
  /\bSG\.[A-Za-z0-9_-]{16,40}\.[A-Za-z0-9_-]{16,80}/g,
  /\bsk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{20,250}/g,
  /\b[0-9]{8,10}:[A-Za-z0-9_-]{34,36}(?![A-Za-z0-9_-])/g,
  /\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,40}/g,
  /\bkey-[0-9a-f]{32}\b/g,
  /\bsq0[a-z]{3}-[A-Za-z0-9_-]{22,60}/g,
  /\bEAAA[A-Za-z0-9_-]{50,100}/g,
  /\bshp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}\b/g,
  /\bdo[opr]_v1_[a-f0-9]{64}\b/g,
  /\bhf_[A-Za-z0-9]{30,50}\b/g,
  /\bAccountKey=[A-Za-z0-9+/=]{40,120}/g,
  /\bSharedAccessSignature=[^\s"']{20,300}/g,
  /\bAPI-[A-Z0-9]{25,40}\b/g,
  /\blin_api_[A-Za-z0-9]{30,60}\b/g,
  /\bntn_[A-Za-z0-9]{40,60}\b/g,
  /\bsecret_[A-Za-z0-9]{40,60}\b/g,
  /\bdp\.pt\.[A-Za-z0-9]{40,50}\b/g,
  /\bhv[sb]\.[A-Za-z0-9_-]{24,200}/g,
  /\bAC[0-9a-f]{32}\b/g,
  /\bSK[0-9a-f]{32}\b/g,
  /(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}:){15,63}[0-9A-Fa-f]{2}(?![0-9A-Za-z:])/g,
]

const hexRun = /(?<![0-9A-Za-z_-])(?:0x)?[0-9a-fA-F]{32,}(?![0-9A-Za-z])/g
const randomRun = /(?<![A-Za-z0-9+/_=.@-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9@])/g
const named =
  /\b(?:api[ _-]?(?:key|token|secret)|(?:secret|access|auth(?:orization)?|bearer|session|refresh|webhook|license|licence|activation|recovery|backup|signing|encryption|private|client)[ _-](?:key|token|secret|id secret)|api-schlüssel|zugriffsschlüssel|lizenzschlüssel|clé d'api|clé api|clave (?:de )?api|token|client_secret|secret)\b["']?(?: (?:is|was|ist|lautet|est|es|for [a-z]{1,20} is|you need is|to use is|below|here))?[ \t]{0,3}[:=]{0,2}[ \t\n]{0,3}["'`«„“]?([A-Za-z0-9+/_.~=-]{8,512})/gi
const inHeader = /\b(?:Bearer|Basic)[ ]+([A-Za-z0-9+/_.~=-]{12,2000})/g

/** Keys and tokens: by the shape that their maker gives them, long hex and base64, and whatever is called a key and looks like one. */
export function* keysAndTokens(plain: string): Generator<Span> {
  for (const shape of shapes) {
    for (const match of plain.matchAll(shape)) yield { start: match.index, end: match.index + match[0].length }
  }
  for (const match of plain.matchAll(hexRun)) {
    if (/[0-9]/.test(match[0]) && /[a-fA-F]/.test(match[0])) yield spanOf(match.index, match[0])
  }
  for (const match of plain.matchAll(randomRun)) if (looksRandom(match[0])) yield spanOf(match.index, match[0])
  for (const match of [...plain.matchAll(named), ...plain.matchAll(inHeader)]) {
    const value = (match[1] ?? '').replace(/[.=-]{1,3}$/, '')
    if (value.length >= 8 && isMixed(value)) yield spanOf(match.index + match[0].lastIndexOf(match[1] ?? ''), value)
  }
}

const spanOf = (start: number, text: string): Span => ({ start, end: start + text.length })

/** Capital, small letter and digit in short succession, as no word, path or name has them. */
function looksRandom(text: string): boolean {
  if (!/[0-9]/.test(text) || !/[a-z]/.test(text) || !/[A-Z]/.test(text)) return false
  if (text.includes('/') && text.split('/').some((part) => /^[a-z]{4,}$/.test(part))) return false
  let changes = 0
  for (let index = 1; index < text.length; index += 1) {
    if (classOf(text.charCodeAt(index)) !== classOf(text.charCodeAt(index - 1))) changes += 1
  }
  return changes / text.length > 0.3
}

function isMixed(text: string): boolean {
  return /[0-9]/.test(text) && /[A-Za-z]/.test(text) && !/^v?\d+(?:\.\d+)+/.test(text)
}

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return 0
  if (code >= 65 && code <= 90) return 1
  return code >= 97 && code <= 122 ? 2 : 3
}
