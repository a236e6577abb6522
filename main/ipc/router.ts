import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { changeChannel, requestChannel } from '#shared/contract/names.ts'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import type { Result } from '#shared/contract/result.ts'
import type { Clock } from '../clock.ts'
import { answerRequest, type ReportTrouble, refused } from './answer-request.ts'
import { gatherChanges } from './gather-changes.ts'
import type { Handlers } from './handlers/index.ts'
import { createRequestRate } from './request-rate.ts'

export interface RouterParts {
  /** Requests that come before the handlers are there wait for them: the window opens while the database does. */
  handlers: Promise<Handlers>
  /** The one origin whose main frame may ask, `scheme://host`. */
  appOrigin: string
  clock: Clock
  report: ReportTrouble
  /** A window of this router was closed. */
  onGone?: (windowId: number) => void
}

export interface Router {
  /** From now on this window's main frame may ask, and hears changes, until it is destroyed. */
  admitWindow(contents: WebContents): void
  /** Tells every admitted window that something changed; many changes at a time are gathered. */
  pushChange(event: ChangeEvent): void
  close(): void
}

/**
 * The only door between window and main process, and the only caller of ipcMain. Checks who asks, then how often,
 * then what (see answerRequest), and always answers with a Result.
 */
export function openRouter({ handlers, appOrigin, clock, report, onGone }: RouterParts): Router {
  const windows = new Map<number, WebContents>()
  const rate = createRequestRate(clock)
  const changes = gatherChanges((event) => {
    for (const contents of windows.values()) {
      if (!contents.isDestroyed()) contents.send(changeChannel, event)
    }
  })
  // Each request that waits for them answers for itself.
  handlers.catch(() => undefined)

  async function answer(event: IpcMainInvokeEvent, args: readonly unknown[]): Promise<Result<unknown>> {
    const windowId = event.sender.id
    if (!isOwnPage(event, windows.get(windowId), appOrigin)) {
      report('sender', new Error('a request from an unknown sender was refused'))
      return refused('sender-refused', 'Only the console’s own window may ask.')
    }
    if (!rate.admit(windowId)) {
      return refused('too-fast', 'Too many requests at once. Wait a moment and try again.')
    }
    if (args.length !== 2) return refused('input-invalid', 'A request is a name and one input.')
    try {
      return await answerRequest(await handlers, { windowId }, args[0], args[1], report)
    } catch (error) {
      report('start', error)
      return refused(
        'internal',
        'The console could not start its parts. Close it, start it again, and look at its log.',
      )
    }
  }

  ipcMain.handle(requestChannel, (event, ...args: unknown[]) => answer(event, args))

  return {
    admitWindow(contents) {
      windows.set(contents.id, contents)
      const { id } = contents
      contents.once('destroyed', () => {
        windows.delete(id)
        rate.forget(id)
        onGone?.(id)
      })
    },
    pushChange: (event) => changes.add(event),
    close() {
      changes.close()
      ipcMain.removeHandler(requestChannel)
      windows.clear()
    },
  }
}

/** True for the main frame of an admitted window showing the console's page. A frame already gone is nobody. */
function isOwnPage(event: IpcMainInvokeEvent, admitted: WebContents | undefined, appOrigin: string): boolean {
  const frame = event.senderFrame
  if (admitted === undefined || admitted !== event.sender || admitted.isDestroyed()) return false
  if (frame === null || frame.parent !== null) return false
  return frame.frameTreeNodeId === admitted.mainFrame.frameTreeNodeId && frame.origin === appOrigin
}
