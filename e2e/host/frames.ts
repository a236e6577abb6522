import type { WebFrameMain } from 'electron'
import { fromChromium } from './addresses.ts'
import { emulated } from './emulated.ts'

interface Frame {
  parentId: string | null
  url: string
  securityOrigin: string
  number: number
}

/** What the host knows of the page's frames, told by Chromium and never by the page. */
export interface Frames {
  navigated(frame: { id: string; parentId?: string; url: string; securityOrigin: string }): void
  attached(frameId: string, parentId: string): void
  detached(frameId: string): void
  isMain(frameId: string): boolean
  /** Electron's view of a frame, as it is now; null when it is gone. */
  view(frameId: string): WebFrameMain | null
  main(): WebFrameMain
}

export function trackFrames(schemes: ReadonlySet<string>): Frames {
  const frames = new Map<string, Frame>()
  let lastNumber = 0
  const set = (id: string, parentId: string | null, url: string, securityOrigin: string) => {
    const number = frames.get(id)?.number ?? ++lastNumber
    frames.set(id, { parentId, url, securityOrigin, number })
  }
  const view = (id: string): WebFrameMain | null => {
    const frame = frames.get(id)
    if (frame === undefined) return null
    const parent = frame.parentId === null ? null : view(frame.parentId)
    if (frame.parentId !== null && parent === null) return null
    const part = {
      url: fromChromium(frame.url, schemes) ?? frame.url,
      origin: fromChromium(frame.securityOrigin, schemes) ?? 'null',
      parent,
      frameTreeNodeId: frame.number,
    } satisfies Pick<WebFrameMain, 'url' | 'origin' | 'parent' | 'frameTreeNodeId'>
    return emulated<WebFrameMain>('WebFrameMain', part)
  }
  return {
    navigated: ({ id, parentId, url, securityOrigin }) => set(id, parentId ?? null, url, securityOrigin),
    attached: (frameId, parentId) => set(frameId, parentId, 'about:blank', '://'),
    detached: (frameId) => void frames.delete(frameId),
    isMain: (frameId) => frames.get(frameId)?.parentId === null,
    view,
    main() {
      const mainId = [...frames].find(([, frame]) => frame.parentId === null)?.[0]
      const main = mainId === undefined ? null : view(mainId)
      return (
        main ?? emulated<WebFrameMain>('WebFrameMain', { url: '', origin: 'null', parent: null, frameTreeNodeId: 0 })
      )
    },
  }
}
