import { createHmac, randomUUID } from 'node:crypto'
import type { ConversationId, MessageId, TemplateId } from '#shared/domain/ids.ts'
import { origin, startConsole, type TestConsole } from '../../testing/console.ts'

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'

/** An identity as the shop's server signs it. */
export const signed = (email: string, key = secret) => ({
  email,
  hash: createHmac('sha256', key).update(email).digest('hex'),
})

/** The body of a template with something in the place of every variable. */
export const filledIn = (body: string | null) => (body ?? '').replaceAll(/\{\{[^{}]*\}\}/g, 'Jan')

/** A whole console with Mia, an agent, at it: Ann wrote and is verified, Mallory wrote and is not. */
export async function startDesk(started: TestConsole[]) {
  const console = await startConsole()
  started.push(console)
  await console.addOperator('Mia', 'agent')
  const { id: channelId } = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: [origin],
    settings: {},
  })
  const key = { label: 'Main', acceptRepair: false, acceptDegradedKeystore: false }
  await console.ask('keys.add', { ...key, channelId, material: secret })
  const ann = await console.visit(channelId, signed('ann@example.com'))
  const { conversationId } = await ann.say('Hello')
  const mallory = await console.visit(channelId, { email: 'mallory@example.com' })
  const toMallory = (await mallory.say('Hello')).conversationId
  await console.signIn('Mia')
  const { templates } = await console.ask('template.list', { conversationId })
  const send = (to: ConversationId, text: string, templateIds: TemplateId[] = []) =>
    console.ask('reply.send', {
      conversationId: to,
      requestId: randomUUID(),
      mode: 'reply',
      text,
      templateIds,
      seenPosition: 100,
      askToSignIn: false,
      sendAnyway: true,
    })
  const retry = (messageId: MessageId) => console.ask('reply.retry', { messageId })
  return { console, channelId, ann, conversationId, mallory, toMallory, templates, send, retry }
}
