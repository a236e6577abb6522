import { Agent, request } from 'node:http'
import type { ChannelId, ConversationId } from '#shared/domain/ids.ts'
import type { Desk } from './desk.ts'

export interface ServerMessage {
  /** The visitor's session: messages of one session are one conversation. */
  session: string
  text: string
  /** The vendor's payload: claims, and what proves them. */
  identity?: Record<string, unknown>
  /** What the visitor typed about themselves. */
  form?: { name: string; email: string }
}

/**
 * Adds a channel and sends messages to it as a site's own server does.
 *
 * @param secret the channel's key: without one no message can be checked
 * @returns how many of them were stored
 */
export async function sendFromServer(
  desk: Desk,
  messages: readonly ServerMessage[],
  secret: string | null = null,
): Promise<number> {
  const channel = await desk.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: ['https://shop.example'],
    settings: {},
  })
  if (secret !== null) {
    const key = { label: 'Key', material: secret, acceptRepair: false, acceptDegradedKeystore: true }
    await desk.ask('keys.add', { channelId: channel.id, ...key })
  }
  const server = await siteServer(desk, channel.id)
  let stored = 0
  for (const message of messages) if ((await server.send(message)) !== null) stored += 1
  server.close()
  return stored
}

export interface SiteServer {
  /** @returns the conversation of the message, or null where it was not stored */
  send(message: ServerMessage): Promise<ConversationId | null>
  close(): void
}

/** A site's own server, with the channel's token. */
export async function siteServer(desk: Desk, channelId: ChannelId): Promise<SiteServer> {
  const { token } = await desk.ask('channels.makeServerToken', { channelId })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const url = `http://127.0.0.1:${desk.running.port}/v1/channels/${channelId}/messages`
  let count = 0
  return {
    async send(message) {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `m_${count++}`,
      }
      let answer = await post(url, agent, headers, JSON.stringify(message))
      // The channel's rate is a matter of waiting; anything else is an answer.
      while (answer.status === 429) answer = await post(url, agent, headers, JSON.stringify(message))
      return answer.status === 200 || answer.status === 201
        ? (JSON.parse(answer.body) as { conversationId: ConversationId }).conversationId
        : null
    },
    close: () => agent.destroy(),
  }
}

interface Answer {
  status: number
  body: string
}

/** Node's own client: `fetch` sends headers of a browser, which this door refuses. */
function post(url: string, agent: Agent, headers: Record<string, string>, sent: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        body += piece
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asked.on('error', reject)
    asked.end(sent)
  })
}
