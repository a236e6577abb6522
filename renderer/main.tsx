import { createRoot } from 'react-dom/client'
import type { Bridge } from '#shared/contract/bridge.ts'
import { Console } from './app/console.tsx'
import { NoHost } from './app/no-host.tsx'
import { electronHost } from './host/electron-host.ts'
import type { Host } from './host/host.ts'
import './ui/styles/tokens.css'
import './ui/styles/base.css'

async function chooseHost(): Promise<Host | null> {
  const bridge = electronHost(window as { bonafide?: Bridge })
  if (bridge !== null) return bridge
  // Cut out of the product's build: there, a window without its bridge says so.
  if (import.meta.env.MODE === 'preview') return (await import('./app/preview-host.ts')).previewHost(location.search)
  return null
}

const place = document.getElementById('root')
if (place !== null) {
  const root = createRoot(place)
  void chooseHost().then((host) => root.render(host === null ? <NoHost /> : <Console host={host} />))
}
