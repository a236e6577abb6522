import type { ViewName } from '../../app/navigation.tsx'
import { useWorkspace } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { DemoPages } from './demo-pages.tsx'
import './welcome.css'

/** The first run: what this is, and two ways on. With the demo running it lists the demo's pages instead. */
export function WelcomeView({ onNavigate }: { onNavigate: (view: ViewName) => void }) {
  const workspace = useWorkspace()
  const begin = useAction('demo.begin')
  const demo = workspace?.demo ?? null
  const supervisor = workspace === undefined || workspace.operator.role === 'supervisor'
  return (
    <div className="welcome">
      <div className="welcome-inner">
        <header className="welcome-head">
          <span className="welcome-mark">
            <Icon name="shieldCheck" size={28} />
          </span>
          <h1>{demo === null ? 'Know who you are talking to' : 'The demo shop is open'}</h1>
          <p>
            {demo === null
              ? 'Bonafide checks every message a visitor sends, on this machine, against keys that never leave it. You see on each message whether the person is who they say they are, and replies that would give something away stay locked until they are.'
              : 'Copy an address, open it in any browser on this machine, and write something in its chat. It arrives in the inbox with its badge. Two browsers make two visitors.'}
          </p>
        </header>
        {begin.problem && (
          <Notice severity="error" title="The demo could not be started">
            {begin.problem.message}
          </Notice>
        )}
        {demo === null ? (
          <ul className="welcome-ways">
            <li className="welcome-way">
              <Icon name="channel" size={24} />
              <h2>Connect your site</h2>
              <p>
                Six short steps for the vendor your site already uses, or for a scheme of its own: key, origins, a
                snippet, and a test before anybody is affected.
              </p>
              <Button variant="primary" onPress={() => onNavigate('channels')}>
                Connect your site
              </Button>
              {!supervisor && (
                <p className="welcome-small">You can look around as an agent. Setting a site up takes a supervisor.</p>
              )}
            </li>
            <li className="welcome-way">
              <Icon name="people" size={24} />
              <h2>Explore with the demo shop</h2>
              <p>
                A small web site starts on this machine, with customers, a stranger and an impostor to chat as. Nothing
                leaves your computer.
              </p>
              <Button onPress={() => begin.run({})} busy={begin.running}>
                Start the demo shop
              </Button>
            </li>
          </ul>
        ) : (
          <div className="welcome-demo">
            <div className="welcome-on">
              <Button variant="primary" icon="inbox" onPress={() => onNavigate('inbox')}>
                Go to the inbox
              </Button>
              <Button onPress={() => onNavigate('channels')}>Look at the channels</Button>
            </div>
            <DemoPages siteUrl={demo.siteUrl} pages={demo.pages} />
          </div>
        )}
      </div>
    </div>
  )
}
