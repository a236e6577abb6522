import { I18nProvider } from 'react-aria-components'
import { DraftsProvider } from '../features/composer/drafts-context.tsx'
import { ReviewPlaceProvider } from '../features/review/index.ts'
import type { Host } from '../host/host.ts'
import { HostProvider } from '../host/host.ts'
import { CommandsProvider } from './commands.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Frame } from './frame.tsx'
import { SessionGate } from './session-gate.tsx'

/** The whole window over one host. */
export function Console({ host }: { host: Host }) {
  return (
    <I18nProvider locale="en-GB">
      <ErrorBoundary>
        <HostProvider host={host}>
          <SessionGate host={host}>
            <CommandsProvider>
              <DraftsProvider>
                <ReviewPlaceProvider>
                  <Frame />
                </ReviewPlaceProvider>
              </DraftsProvider>
            </CommandsProvider>
          </SessionGate>
        </HostProvider>
      </ErrorBoundary>
    </I18nProvider>
  )
}
