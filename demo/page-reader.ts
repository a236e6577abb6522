import { get } from 'node:http'
import { runInNewContext } from 'node:vm'
import type { ChannelView, KeyView } from '#shared/domain/channel.ts'
import type { DemoChannelInput, DemoTools } from '#shared/domain/demo.ts'

/** For the demo's own tests: a console that only remembers what it was asked, and a reader of the site's pages. */
export function recordingTools() {
  const keys = new Map<string, string>()
  const channels = new Map<string, DemoChannelInput>()
  const retired: string[] = []
  const tools: DemoTools = {
    intakeUrl: 'http://127.0.0.1:4717',
    addChannel: async (input) => {
      const id = `chan_${input.name.toLowerCase().replace(/[^a-z]/g, '')}` as const
      channels.set(id, input)
      return { ...input, id } as unknown as ChannelView
    },
    updateChannel: async (id) => ({ id }) as ChannelView,
    addKey: async (channelId, _label, material) => {
      keys.set(channelId, material)
      return { id: 'key_1' } as unknown as KeyView
    },
    retireKey: async (channelId, id) => {
      retired.push(channelId)
      return { id } as KeyView
    },
    makeServerToken: async () => 'token',
  }
  return { tools, keys, channels, retired }
}

/** The whole answer to a request under any of the site's names, without depending on how a name resolves. */
export function askPage(url: string): Promise<{ status: number; text: string }> {
  const { host, port, pathname } = new URL(url)
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: pathname, headers: { host } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
    }).on('error', reject)
  })
}

const ownNames = ['$yourgptChatbot', 'Fernand', 'Pavior', 'TalkativeEngageApi']

/** Runs the page's own scripts, and gives what each call that the vendor's stub kept says of the visitor. */
export async function callsOfPage(url: string): Promise<Record<string, unknown>[]> {
  const { text } = await askPage(url)
  const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((found) => found[1])
  const window: Record<string, unknown> = {
    addEventListener: () => undefined,
    document: { getElementById: () => ({ addEventListener: () => undefined }) },
  }
  window['window'] = window
  for (const script of scripts) runInNewContext(script ?? '', window)
  const kept = [...ownNames, 'Intercom', '$chatwoot', 'Bonafide'].flatMap((name) => {
    const stub = window[name] as { q?: ArrayLike<ArrayLike<unknown>> } | undefined
    return Array.from(stub?.q ?? [], (call) => Array.from(call))
  })
  return kept.map((call) => {
    const said = call[0] === 'setUser' ? { identifier: call[1], ...(call[2] as object) } : call.at(-1)
    return JSON.parse(JSON.stringify(said)) as Record<string, unknown>
  })
}
