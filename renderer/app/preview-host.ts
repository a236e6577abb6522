import { z } from 'zod'
import type { RequestName } from '#shared/contract/names.ts'
import type { Notice } from '#shared/contract/requests.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import type { InMemoryHost } from '../host/in-memory-host.ts'
import { createInMemoryHost } from '../host/in-memory-host.ts'

const sampleNotices: Notice[] = [
  {
    id: 'intake',
    severity: 'error',
    title: 'Visitors cannot reach this console',
    message:
      'Port 4717 is taken by another program. Nothing was lost. Close that program, or choose another port in Settings.',
  },
  {
    id: 'keystore',
    severity: 'warning',
    ...keystoreWords.file,
  },
]

/**
 * The in-memory host as the address of a preview asks for it: `?theme=dark&density=compact&rows=100000&empty&role=agent
 * &session=locked&latency=none&failing=all&notices&keystore=file`. Also on `window.previewHost`, so that a picture can be taken after an event.
 */
export function previewHost(search: string): InMemoryHost {
  // Schemas must not be compiled with `new Function`: the window's CSP forbids it, rightly.
  z.config({ jitless: true })
  const asked = new URLSearchParams(search)
  const theme = asked.get('theme')
  const failing = asked.get('failing')
  const latency = asked.get('latency')
  const keystore = asked.get('keystore')
  const host = createInMemoryHost({
    now: () => Date.now(),
    empty: asked.has('empty'),
    extraRows: Number(asked.get('rows') ?? 0),
    session: sessionOf(asked.get('session')),
    role: asked.get('role') === 'agent' ? 'agent' : 'supervisor',
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    density: asked.get('density') === 'compact' ? 'compact' : 'comfortable',
    keystore: keystore === 'file' || keystore === 'unavailable' ? keystore : 'os',
    notices: asked.has('notices') ? sampleNotices : [],
    latency: latency === 'none' ? null : Number(latency ?? 0),
    failing: failing === 'all' ? 'all' : ((failing?.split(',') ?? []) as RequestName[]),
  })
  Object.assign(window, { previewHost: host })
  return host
}

function sessionOf(asked: string | null): 'begin' | 'signed-out' | 'locked' | 'signed-in' {
  return asked === 'begin' || asked === 'signed-out' || asked === 'locked' ? asked : 'signed-in'
}
