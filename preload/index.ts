import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '#shared/contract/bridge.ts'
import { changeChannel, requestChannel, requestNames } from '#shared/contract/names.ts'
import type { ChangeEvent } from '#shared/contract/requests.ts'

type Ask = (input: unknown) => Promise<unknown>

function buildRequests(): Record<string, Record<string, Ask>> {
  const areas: Record<string, Record<string, Ask>> = {}
  for (const name of requestNames) {
    const [area, verb] = name.split('.') as [string, string]
    areas[area] ??= {}
    areas[area][verb] = (input) => ipcRenderer.invoke(requestChannel, name, input)
  }
  for (const area of Object.values(areas)) Object.freeze(area)
  return areas
}

const bridge = Object.freeze({
  ...(buildRequests() as unknown as Omit<Bridge, 'onChange'>),
  onChange(listener: (event: ChangeEvent) => void) {
    // The page gets the change alone, never Electron's event with its sender.
    const relay = (_event: unknown, change: ChangeEvent) => listener(change)
    ipcRenderer.on(changeChannel, relay)
    return () => {
      ipcRenderer.removeListener(changeChannel, relay)
    }
  },
}) satisfies Bridge

contextBridge.exposeInMainWorld('bonafide', bridge)
