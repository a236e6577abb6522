import type { Workspace } from '#shared/contract/requests.ts'
import type { ViewName } from '../../app/navigation.tsx'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Chip } from '../../ui/chip.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { DemoPages } from '../welcome/index.ts'
import { KeysOverview } from './keys-overview.tsx'
import { Operators } from './operators.tsx'
import { OwnPassphrase } from './own-passphrase.tsx'
import './settings.css'

/** How this console looks, who works at it, and in what state its parts are. */
export function SettingsView({ onNavigate }: { onNavigate: (view: ViewName) => void }) {
  const workspace = useRequest('workspace.get', {})
  return (
    <Page title="Settings" width="reading">
      <Answered request={workspace}>
        {(value) => (
          <>
            <Appearance preferences={value.preferences} />
            <OwnPassphrase operator={value.operator} idleMinutes={value.preferences.idleMinutes} />
            <Operators current={value.operator} />
            <KeysOverview keystore={value.keystore} onNavigate={onNavigate} />
            <Intake intake={value.intake} />
            {value.demo && (
              <Section title="Demo shop" description="Its pages, to open in any browser on this machine.">
                <DemoPages siteUrl={value.demo.siteUrl} pages={value.demo.pages} />
              </Section>
            )}
            <About workspace={value} />
          </>
        )}
      </Answered>
    </Page>
  )
}

const themes = [
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
  { id: 'system', label: 'Like the system' },
] as const
const densities = [
  { id: 'comfortable', label: 'Comfortable' },
  { id: 'compact', label: 'Compact' },
] as const

function Appearance({ preferences }: { preferences: Workspace['preferences'] }) {
  const set = useAction('workspace.setPreferences')
  return (
    <Section title="Appearance">
      <div className="settings-card settings-bars">
        <Choice
          label="Theme"
          look="bar"
          options={themes}
          value={preferences.theme}
          onChange={(theme) => void set.run({ theme })}
        />
        <Choice
          label="Density"
          look="bar"
          options={densities}
          value={preferences.density}
          onChange={(density) => void set.run({ density })}
        />
      </div>
      {set.problem && (
        <Notice severity="error" title="The appearance was not changed">
          {set.problem.message}
        </Notice>
      )}
    </Section>
  )
}

function Intake({ intake }: { intake: Workspace['intake'] }) {
  return (
    <Section title="Intake" description="The address on this machine that visitors’ pages talk to.">
      <dl className="settings-card settings-rows">
        <div>
          <dt>State</dt>
          <dd>
            {intake.state === 'listening' ? (
              <Chip tone="good">Listening</Chip>
            ) : (
              <Chip tone="danger">Stopped: no message can arrive</Chip>
            )}
          </dd>
        </div>
        <div>
          <dt>Address</dt>
          <dd>{intake.url === null ? 'none' : <code className="settings-selectable">{intake.url}</code>}</dd>
        </div>
      </dl>
    </Section>
  )
}

function About({ workspace }: { workspace: Workspace }) {
  return (
    <Section title="About">
      <dl className="settings-card settings-rows">
        <div>
          <dt>Version</dt>
          <dd>Bonafide {workspace.version}</dd>
        </div>
        <div>
          <dt>Runs on</dt>
          <dd>
            {workspace.runtime === 'electron'
              ? 'Electron'
              : 'The system’s Chromium, because Electron’s own program is not on this machine: no system keychain, no tray.'}
          </dd>
        </div>
      </dl>
    </Section>
  )
}
