import type { ConsolePage } from '../e2e/pages/console-page.ts'

/** An agent who answers at the console as a person does, one visitor after the other. */
export function answerAt(agent: ConsolePage) {
  return async (question: string, reply: string): Promise<void> => {
    await agent.openConversationWith(question)
    await agent.page.keyboard.press('a')
    await agent.page.locator('.conversation-assignee').filter({ hasNotText: 'Unassigned' }).waitFor()
    await agent.reads(question)
    await agent.replyBox.fill(reply)
    await agent.send()
    await agent.thread.locator('.message[data-kind="reply"]').filter({ hasText: reply }).waitFor()
  }
}
