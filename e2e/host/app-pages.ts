import type { Chromium } from './chromium.ts'

export interface AppPage {
  sessionId: string
  targetId: string
}

export interface AppPages {
  /**
   * The page of the app's next window: Chromium's own first one, then one made for each further window.
   *
   * @param closed called when that page is gone
   * @throws Error where Chromium ended before
   */
  next(closed: () => void): Promise<AppPage>
}

interface Attached {
  sessionId: string
  targetInfo: { targetId: string; type: string }
}

/** Keeps the app's pages apart from every other page or tab that ever appears: those are closed before they run. */
export function appPages({ pipe }: Chromium): AppPages {
  const own = new Map<string, () => void>()
  const arrived = new Map<string, string>()
  const waiting = new Map<string, (page: AppPage) => void>()
  let first: { resolve(page: AppPage): void; closed: () => void } | null = null
  let asked = 0
  /** Pages that the host has asked for and whose names it does not know yet. */
  let unnamed = 0

  const refuse = (targetId: string) => void pipe.send('Target.closeTarget', { targetId }).catch(() => undefined)

  function attached({ sessionId, targetInfo: { targetId, type } }: Attached) {
    if (type !== 'page') return
    if (own.has(targetId)) {
      waiting.get(targetId)?.({ sessionId, targetId })
      waiting.delete(targetId)
    } else if (first !== null) {
      const { resolve, closed } = first
      first = null
      own.set(targetId, closed)
      resolve({ sessionId, targetId })
    } else if (unnamed > 0) arrived.set(targetId, sessionId)
    else refuse(targetId)
  }

  function gone(targetId: string) {
    const closed = own.get(targetId)
    own.delete(targetId)
    arrived.delete(targetId)
    closed?.()
  }

  pipe.onEvent(({ method, params }) => {
    if (method === 'Target.attachedToTarget') attached(params as unknown as Attached)
    else if (method === 'Target.targetDestroyed' || method === 'Target.detachedFromTarget') {
      gone(params['targetId'] as string)
    }
  })

  async function make(closed: () => void): Promise<AppPage> {
    unnamed += 1
    const { targetId } = await pipe
      .send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', newWindow: true })
      .finally(() => {
        unnamed -= 1
      })
    own.set(targetId, closed)
    const sessionId = arrived.get(targetId)
    arrived.delete(targetId)
    if (unnamed === 0) {
      for (const stray of arrived.keys()) refuse(stray)
      arrived.clear()
    }
    if (sessionId !== undefined) return { sessionId, targetId }
    return new Promise((resolve, reject) => {
      waiting.set(targetId, resolve)
      pipe.onClose(() => reject(new Error('Chromium ended before it had a window')))
    })
  }

  return {
    next(closed) {
      asked += 1
      pipe.onClose(closed)
      if (asked > 1) return make(closed)
      return new Promise((resolve, reject) => {
        first = { resolve, closed }
        pipe.onClose(() => reject(new Error('Chromium ended before it had a window')))
        pipe
          .send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
          .catch(reject)
      })
    },
  }
}
