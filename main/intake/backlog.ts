/**
 * What all connections together have taken and not yet stored, so that a database that stands still cannot fill the
 * memory: 200 connections may otherwise wait with a burst of long messages each.
 */
export interface Backlog {
  /** Null where it does not fit; else a function that takes it out again, however often it is called. */
  enter(characters: number): (() => void) | null
  readonly messages: number
}

/** What stands alone fits always, whatever its size. */
export function createBacklog(messagesMax: number, charactersMax: number): Backlog {
  let messages = 0
  let held = 0
  return {
    enter(characters) {
      if (messages >= messagesMax || (messages > 0 && held + characters > charactersMax)) return null
      messages += 1
      held += characters
      let inside = true
      return () => {
        if (!inside) return
        inside = false
        messages -= 1
        held -= characters
      }
    },
    get messages() {
      return messages
    },
  }
}
