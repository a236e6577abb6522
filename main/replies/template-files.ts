import { z } from 'zod'
import type { ImportReport } from '#shared/contract/requests.ts'
import type { TemplateId } from '#shared/domain/ids.ts'
import { sensitivities, type TemplateText } from '#shared/domain/reply.ts'
import { checkTemplate } from './check-template.ts'
import { readCsv, writeCsv } from './csv.ts'
import type { StoredTemplate, TemplateChange } from './stored/templates.ts'

/** One template of a file. `alternative` is the title of a public template. */
interface FileTemplate extends TemplateText {
  alternative: string | null
}

const format = 'bonafide-templates'
const mostInFile = 500
const columns = ['title', 'sensitivity', 'tags', 'body', 'alternative'] as const

const line = (most: number) => z.string().trim().min(1).max(most)
const fileTemplate = z.strictObject({
  title: line(120),
  sensitivity: z.enum(sensitivities),
  tags: z.array(line(30)).max(12).default([]),
  body: z.string().trim().min(1).max(5_000),
  alternative: line(120).nullable().default(null),
})
const file = z.strictObject({ format: z.literal(format), version: z.literal(1), templates: z.array(z.unknown()) })

/** Writes the templates that are in use as JSON, or as CSV by RFC 4180 in which no cell is a formula. */
export function exportTemplates(kind: 'json' | 'csv', stored: readonly StoredTemplate[]): string {
  const titleOf = (id: TemplateId | null) => stored.find((template) => template.id === id)?.title ?? null
  const templates: FileTemplate[] = stored
    .filter(({ archived }) => !archived)
    .map(({ title, sensitivity, tags, body, alternativeId }) => ({
      title,
      sensitivity,
      tags,
      body,
      alternative: titleOf(alternativeId),
    }))
  if (kind === 'json') return `${JSON.stringify({ format, version: 1, templates }, null, 2)}\n`
  const rows = templates.map(({ title, sensitivity, tags, body, alternative }) => [
    title,
    sensitivity,
    tags.join(', '),
    body,
    alternative ?? '',
  ])
  return writeCsv([[...columns], ...rows])
}

/**
 * Reads a file of templates and says what it changes. A template of the same title gets a new version; nothing is
 * removed. Every template is checked as one that is typed would be.
 */
export function readTemplateFile(
  kind: 'json' | 'csv',
  text: string,
  stored: readonly StoredTemplate[],
  newId: () => TemplateId,
): Omit<ImportReport, 'applied'> & { changes: TemplateChange[] } {
  const failed = (message: string) => ({ added: 0, changed: 0, same: 0, problems: [{ row: 0, message }], changes: [] })
  if (text.includes('\u0000')) return failed('This file is no text. Save it as CSV (UTF-8) or as JSON first.')
  const rows = kind === 'json' ? rowsOfJson(text) : rowsOfCsv(text)
  if (typeof rows === 'string') return failed(rows)
  if (rows.length === 0) return failed('There is no template in this file.')
  if (rows.length > mostInFile) return failed(`A file may hold at most ${mostInFile} templates.`)

  const problems: ImportReport['problems'] = []
  const read: FileTemplate[] = []
  for (const [index, row] of rows.entries()) {
    const parsed = fileTemplate.safeParse(row)
    const problem = parsed.success ? problemOf(parsed.data, read) : fieldsOf(parsed.error.issues)
    if (problem !== null) problems.push({ row: index + 1, message: problem })
    if (parsed.success) read.push(parsed.data)
  }
  const inUse = stored.filter(({ archived }) => !archived)
  const idOf = new Map<string, TemplateId>(inUse.map(({ title, id }) => [title, id]))
  const isNew = new Set(read.filter(({ title }) => !idOf.has(title)).map(({ title }) => title))
  for (const title of isNew) idOf.set(title, newId())
  const sensitivityOf = new Map<string, string>(
    [...inUse, ...read].map(({ title, sensitivity }) => [title, sensitivity]),
  )
  // Public ones first: the others may name them.
  const ordered = [...read].sort((one, other) => rank(one) - rank(other))
  const changes: TemplateChange[] = []
  let same = 0
  for (const template of ordered) {
    const { alternative, ...words } = template
    if (alternative !== null && (template.sensitivity === 'public' || sensitivityOf.get(alternative) !== 'public')) {
      const message = `“${alternative}” cannot be the public alternative of “${template.title}”.`
      problems.push({ row: read.indexOf(template) + 1, message })
      continue
    }
    const id = idOf.get(template.title) as TemplateId
    const alternativeId = alternative === null ? null : (idOf.get(alternative) ?? null)
    const before = inUse.find((each) => each.id === id)
    if (before !== undefined && isUnchanged(before, { ...words, alternativeId })) same += 1
    else {
      const templateId = isNew.has(template.title) ? null : id
      changes.push({ ...words, templateId, newId: id, baseVersion: before?.version ?? null, alternativeId })
    }
  }
  const added = changes.filter(({ templateId }) => templateId === null).length
  return { added, changed: changes.length - added, same, problems: problems.slice(0, 50), changes }
}

const rank = ({ sensitivity }: FileTemplate) => (sensitivity === 'public' ? 0 : 1)

function problemOf(template: FileTemplate, before: readonly FileTemplate[]): string | null {
  if (before.some(({ title }) => title === template.title)) return `“${template.title}” is in this file twice.`
  return checkTemplate(template)
}

function fieldsOf(issues: readonly { path: PropertyKey[] }[]): string {
  const names = [...new Set(issues.map(({ path }) => String(path[0] ?? 'the template')))].slice(0, 3)
  return `Cannot be used: ${names.join(', ')}.`
}

function isUnchanged(before: StoredTemplate, now: TemplateText & { alternativeId: TemplateId | null }): boolean {
  const words = (one: typeof now) => JSON.stringify([one.title, one.body, one.sensitivity, one.tags, one.alternativeId])
  return words(before) === words(now)
}

function rowsOfJson(text: string): unknown[] | string {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return 'This is no JSON. Choose a file that was exported as JSON, or say above that it is CSV.'
  }
  const parsed = file.safeParse(value)
  return parsed.success ? parsed.data.templates : 'This JSON holds no templates as they are exported here.'
}

function rowsOfCsv(text: string): unknown[] | string {
  const rows = readCsv(text)
  if (rows === null) return 'This is no CSV: a quotation mark is not closed.'
  const [head, ...rest] = rows
  const names = (head ?? []).map((name) => name.trim().toLowerCase())
  const missing = columns.filter((name) => name !== 'alternative' && name !== 'tags' && !names.includes(name))
  if (names.length === 1 && names[0]?.includes(';')) {
    return 'Its columns are parted by semicolons. Save it again with commas between them.'
  }
  if (missing.length > 0) return `The first line must name its columns. Missing: ${missing.join(', ')}.`
  return rest.map((cells) => {
    const cell = (name: (typeof columns)[number]) => (names.includes(name) ? (cells[names.indexOf(name)] ?? '') : '')
    return {
      title: cell('title'),
      sensitivity: cell('sensitivity').trim().toLowerCase(),
      tags: cell('tags')
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      body: cell('body'),
      alternative: cell('alternative').trim() === '' ? null : cell('alternative'),
    }
  })
}
