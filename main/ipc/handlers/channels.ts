import type { ChannelDesk } from '../../channels/desk.ts'
import { lintKey } from '../../keyring/lint.ts'
import { requireSupervisor } from '../../operators/operators.ts'
import type { HandlersOf } from './handlers.ts'

export function channelHandlers(desk: ChannelDesk): HandlersOf<'channels' | 'keys'> {
  return {
    'channels.list': async () => ({ channels: await desk.list() }),
    'channels.add': async (input, by) => {
      requireSupervisor(by, 'add a channel')
      return desk.add(by.id, input)
    },
    'channels.update': async ({ channelId, ...change }, by) => {
      requireSupervisor(by, 'change a channel')
      return desk.update(by.id, channelId, change)
    },
    'channels.testPayload': async (input, by) => {
      requireSupervisor(by, 'test a payload')
      return desk.testPayload(input)
    },
    'channels.snippets': async ({ channelId }) => desk.snippets(channelId),
    'channels.makeServerToken': async ({ channelId }, by) => {
      requireSupervisor(by, 'make a server token')
      return { token: await desk.makeServerToken(by.id, channelId) }
    },
    'keys.lint': async ({ scheme, material }, by) => {
      requireSupervisor(by, 'handle keys')
      return lintKey(scheme, material)
    },
    'keys.add': async (input, by) => {
      requireSupervisor(by, 'handle keys')
      return desk.addKey(by.id, input)
    },
    'keys.retire': async ({ channelId, keyId, at }, by) => {
      requireSupervisor(by, 'handle keys')
      return desk.retireKey(by.id, channelId, keyId, at)
    },
  }
}
