import { createHash } from 'node:crypto'
import type { VisitorContext } from '#shared/domain/envelope.ts'
import type { ExposurePlace } from '#shared/domain/review.ts'
import type { IdentityField, Verdict } from '#shared/domain/verdict.ts'
import type { FoundSecret, SecretSearch } from '../keyring/secret-search.ts'
import { blotOut } from '../keyring/secret-search.ts'

/** The configured secrets, and what is done about one that was seen in what came in. */
export interface ExposureWatch {
  search(): SecretSearch
  /** Marks the keys as compromised: they verify nothing from then on. Resolves once that is stored. */
  compromise(found: readonly SeenSecret[]): Promise<void>
}

export interface SeenSecret extends FoundSecret {
  seenIn: ExposurePlace
}

/** What a visitor sent, ready to be judged and kept. */
export interface Cleansed {
  context: VisitorContext
  /** What names the message or the session. */
  name: string | null
  text: string
  found: SeenSecret[]
}

/**
 * Takes every configured secret out of what came in, wherever it stands. The identity is judged as it was sent, since a
 * changed payload could not be verified; `cleanVerdict` takes the secrets out of what is kept of it.
 */
export function cleanse(
  search: SecretSearch,
  sent: { context: VisitorContext; name: string | null; text: string },
): Cleansed {
  const found: SeenSecret[] = []
  const look = (text: string, seenIn: ExposurePlace): FoundSecret[] => {
    const here = search.find(text)
    for (const one of here) found.push({ ...one, seenIn })
    return here
  }
  const clean = (text: string, seenIn: ExposurePlace): string => {
    const here = look(text, seenIn)
    return here.length === 0 ? text : blotOut(text, here)
  }
  const { context } = sent
  const text = clean(sent.text, 'message')
  for (const part of textsOf(context.identity)) look(part, 'identity')
  const name = sent.name === null || look(sent.name, 'request').length === 0 ? sent.name : digestName(sent.name)
  const { form } = context
  const cleanForm =
    form === null
      ? null
      : {
          ...(form.name === undefined ? {} : { name: clean(form.name, 'form') }),
          ...(form.email === undefined ? {} : { email: clean(form.email, 'form') }),
        }
  const pageUrl = context.pageUrl === null ? null : clean(context.pageUrl, 'page-address')
  if (found.length === 0) return { ...sent, found }
  return { context: { ...context, form: cleanForm, pageUrl }, name, text, found }
}

/**
 * A verdict with the secrets taken out of every field. A proven value that held one is no identity: it fails.
 * Same fields, same verdict where nothing is found.
 */
export function cleanVerdict(search: SecretSearch, verdict: Verdict): Verdict {
  let changed = false
  const proven = new Set<string>()
  const clean = (text: string): string => {
    const here = search.find(text)
    if (here.length === 0) return text
    changed = true
    return blotOut(text, here)
  }
  const fields = Object.create(null) as Record<string, IdentityField>
  for (const [name, field] of Object.entries(verdict.fields)) {
    const value = clean(field.value)
    if (value !== field.value && field.provenance === 'proven') proven.add(name)
    fields[clean(name)] = { ...field, value }
  }
  const droppedFields = verdict.evidence.droppedFields.map(clean)
  if (!changed) return verdict
  const cleaned = { ...verdict, fields, evidence: { ...verdict.evidence, droppedFields } }
  if (verdict.status !== 'verified' || proven.size === 0) return cleaned
  for (const [name, field] of Object.entries(fields)) fields[name] = { ...field, provenance: 'claimed' }
  const step = { label: 'The identity does not hold a secret', outcome: 'failed' as const }
  return {
    ...cleaned,
    status: 'failed',
    reason: 'value-malformed',
    assurance: null,
    steps: [...verdict.steps, step],
  }
}

/** The payload as it was sent, each text in it where anything in it is escaped, and what the tokens in these say. */
function textsOf(identity: string | null): string[] {
  if (identity === null) return []
  const texts = [identity, ...unescaped(identity)]
  const said = texts.flatMap(insideTokens)
  return [...texts, ...said, ...said.flatMap(unescaped)]
}

function unescaped(json: string): string[] {
  if (!json.includes('\\')) return []
  const texts: string[] = []
  try {
    JSON.parse(json, (name, value: unknown) => {
      texts.push(name)
      if (typeof value === 'string') texts.push(value)
      return null
    })
  } catch {
    // What is no JSON is kept nowhere.
  }
  return texts
}

/** The headers and payloads of the tokens in a text: everybody who has a token can read both. */
function insideTokens(text: string): string[] {
  const words = text.split(/[^\w.-]+/).map((word) => word.split('.'))
  return words
    .flatMap(([header = '', payload = '', ...rest]) => (header !== '' && rest.length === 1 ? [header, payload] : []))
    .filter((part) => part.length >= shortestPart)
    .map((part) => Buffer.from(part, 'base64url').toString('utf8'))
}

/** A part in which a secret could stand has more characters. */
const shortestPart = 20

/** The same name always becomes the same one: a message that is sent again is the same message. */
function digestName(name: string): string {
  return createHash('sha256').update(name, 'utf8').digest('base64url')
}
