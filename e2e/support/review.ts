import type { Page } from '@playwright/test'
import type { ConversationId, FlagId } from '#shared/domain/ids.ts'
import type { FlagKind, FlagRow } from '#shared/domain/review.ts'
import type { VisitorPage } from '../pages/visitor-page.ts'
import type { Desk } from './desk.ts'
import { signInBy } from './operators.ts'

/** A visitor's message, once it is stored. */
export async function says(visitor: VisitorPage, text: string): Promise<void> {
  await visitor.write(text)
  await visitor.sent(text)
}

/** What waits for a supervisor, of one kind. */
export async function openFlags(desk: Desk, kind?: FlagKind): Promise<FlagRow[]> {
  const { rows } = await desk.ask('flags.list', { state: 'open', limit: 500 })
  return rows.filter((row) => kind === undefined || row.kind === kind)
}

/** The only open flag of its kind. @throws Error where there is none, or more than one */
export async function theFlag(desk: Desk, kind: FlagKind): Promise<FlagRow> {
  const [flag, ...others] = await openFlags(desk, kind)
  if (flag === undefined || others.length > 0) throw new Error(`${others.length + (flag ? 1 : 0)} flags of ${kind}`)
  return flag
}

/** What the gate says of the restricted templates in a conversation: its reasons, or none where they are open. */
export async function restrictedLocks(desk: Desk, conversationId: ConversationId): Promise<string[]> {
  const { templates } = await desk.ask('template.list', { conversationId })
  const restricted = templates.filter(({ sensitivity }) => sensitivity === 'restricted')
  if (restricted.length === 0) throw new Error('there is no restricted template')
  return [...new Set(restricted.flatMap(({ lock }) => (lock === null ? [] : [lock.code])))]
}

/** What was decided about one flag, as the record has it. */
export async function decided(desk: Desk, flagId: FlagId) {
  const { flag } = await desk.ask('flags.read', { flagId })
  return { state: flag.state, decision: flag.decision, steps: flag.steps.map(({ what, by, note }) => [what, by, note]) }
}

/** One more window of the console, with another person at it. */
export async function windowOf(desk: Desk, operator: string): Promise<Page> {
  const page = await desk.running.nextWindow(() => desk.page.keyboard.press('Control+N'))
  await signInBy(page, operator)
  return page
}
