import type { HeldConversation } from './sample-conversations.ts'
import { extraConversation } from './sample-inbox.ts'
import type { World } from './world.ts'
import { found } from './world.ts'

/** Finds a conversation by its id; one of the many extra rows is made when it is first asked for. */
export function heldIn(world: World): (id: string) => HeldConversation {
  return (id) => {
    const extra = /^conv_extra([0-9]+)$/.exec(id)?.[1]
    if (extra !== undefined && !world.conversations.some((one) => one.id === id)) {
      world.conversations.push(extraConversation(world, Number(extra)))
    }
    return found(
      world.conversations.find((one) => one.id === id),
      'conversation',
    )
  }
}
