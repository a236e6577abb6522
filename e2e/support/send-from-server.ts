import { Agent, request } from 'node:http'
import type { Desk } from './desk.ts'

export interface ServerMessage {
  /** The visitor's session: messages of one session are one conversation. */
  session: string
  text: string
  /** The page's claims, without a proof unless a hash is among them. */
  identity?: Record<string, string>
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
  const { token } = await desk.ask('channels.makeServerToken', { channelId: channel.id })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const url = `http://127.0.0.1:${desk.running.port}/v1/channels/${channel.id}/messages`
  let stored = 0
  for (const [index, { session, text, identity }] of messages.entries()) {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `m_${index}`,
    }
    const body = JSON.stringify({ session, text, ...(identity ? { identity } : {}) })
    let status = await post(url, agent, headers, body)
    // The channel's rate is a matter of waiting; anything else is an answer.
    while (status === 429) status = await post(url, agent, headers, body)
    if (status === 200 || status === 201) stored += 1
  }
  agent.destroy()
  return stored
}

/** Node's own client: `fetch` sends headers of a browser, which this door refuses. */
function post(url: string, agent: Agent, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
