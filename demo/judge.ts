import type { Page } from '@playwright/test'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { FlagRow } from '#shared/domain/review.ts'
import { statusWords } from '#shared/domain/sentences.ts'
import type { ConsolePage } from '../e2e/pages/console-page.ts'
import { ask } from '../e2e/support/requests.ts'
import type { PlayedStep } from './play-scenario.ts'

/** One row of the demo's table. */
export interface JudgedStep {
  played: PlayedStep
  claimed: string
  verdict: string
  reason: string
  /** Empty where everything is as expected; else what is not, in words. */
  wrong: string[]
}

/** A message as the console's main process has it. */
interface StoredMessage {
  conversationId: ConversationId
  message: MessageView
}

/**
 * Compares every message with what it must be, twice: as the request API answers, and as the window shows it
 * under the message.
 */
export async function judgeSteps(consolePage: ConsolePage, steps: readonly PlayedStep[]): Promise<JudgedStep[]> {
  const stored = await readMessages(consolePage.page)
  const { rows: flags } = await ask(consolePage.page, 'flags.list', { state: 'open', limit: 500 })
  const judged: JudgedStep[] = []
  for (const played of steps) judged.push(await judgeStep(consolePage, stored, flags, played))
  return judged
}

/** Every visitor message of every conversation, asked for as the window asks. */
export async function readMessages(window: Page): Promise<StoredMessage[]> {
  const stored: StoredMessage[] = []
  let cursor: string | null = null
  do {
    const list: { rows: { id: ConversationId }[]; nextCursor: string | null } = await ask(window, 'inbox.list', {
      filter: 'all',
      cursor,
      limit: 200,
    })
    for (const { id } of list.rows) {
      const { messages } = await ask(window, 'conversation.open', { conversationId: id })
      stored.push(
        ...messages.filter(({ kind }) => kind === 'visitor').map((message) => ({ conversationId: id, message })),
      )
    }
    cursor = list.nextCursor
  } while (cursor !== null)
  return stored
}

async function judgeStep(
  consolePage: ConsolePage,
  stored: StoredMessage[],
  flags: readonly FlagRow[],
  played: PlayedStep,
): Promise<JudgedStep> {
  const { expect, seen } = played
  const found = stored.filter(({ message }) => message.text === played.text)
  if (expect === null) {
    const wrong = seen?.right === true ? [] : [`${seen?.what}: ${seen?.reason}`]
    if (seen?.what === 'refused' && found.length > 0) wrong.push('the refused message was stored')
    return { played, claimed: '', verdict: seen?.what ?? '', reason: seen?.reason ?? '', wrong }
  }
  const [only] = found
  const verdict = only?.message.verdict ?? null
  if (only === undefined || verdict === null || found.length > 1) {
    return { played, claimed: '', verdict: 'missing', reason: '', wrong: [`stored ${found.length} times`] }
  }
  const wrong: string[] = []
  if (verdict.status !== expect.status) wrong.push(`status is not ${expect.status}`)
  if (verdict.reason !== expect.reason) wrong.push(`reason is not ${expect.reason}`)
  if (verdict.value !== expect.value) wrong.push(`identity is not ${expect.value ?? 'empty'}`)
  if (only.message.identitySwitched !== (expect.switched ?? only.message.identitySwitched))
    wrong.push('no switch marked')
  if (expect.elsewhere === true && verdict.elsewhere === null) wrong.push('not marked as seen elsewhere')
  const { flag } = expect
  if (flag !== undefined) {
    const raised = flags.filter(({ kind, conversationId }) => kind === flag && conversationId === only.conversationId)
    if (raised.length !== 1) wrong.push(`${raised.length} flags ${flag}`)
  }

  await consolePage.openConversation(only.conversationId)
  const badge = await consolePage.badgeUnder(played.text)
  if (!badge.startsWith(statusWords[expect.status])) wrong.push(`the window says “${badge}”`)
  return { played, claimed: verdict.value ?? '', verdict: verdict.status, reason: verdict.reason, wrong }
}
