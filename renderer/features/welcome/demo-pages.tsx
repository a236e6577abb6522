import { useRef, useState } from 'react'
import type { ViewName } from '../../app/navigation.tsx'
import { Button } from '../../ui/button.tsx'

/** The demo's pages, each with who its visitor is. The addresses are copied: this window opens nothing by itself. */
export function DemoPages(props: {
  siteUrl: string
  pages: readonly { title: string; url: string }[]
  onNavigate: (view: ViewName) => void
}) {
  return (
    <div className="welcome-demo">
      <section className="welcome-card" aria-labelledby="welcome-pages">
        <div className="welcome-card-head">
          <div>
            <h2 id="welcome-pages">Visitors to chat as</h2>
            <p className="welcome-small">
              Copy an address and open it in any browser on this machine. Two browsers make two visitors.
            </p>
          </div>
        </div>
        <ul className="welcome-pages">
          <PageRow title="All pages on one" url={props.siteUrl} />
          {props.pages.map((page) => (
            <PageRow key={page.url} title={page.title} url={page.url} />
          ))}
        </ul>
      </section>
      <div className="welcome-on">
        <Button variant="primary" icon="inbox" onPress={() => props.onNavigate('inbox')}>
          Go to the inbox
        </Button>
        <Button onPress={() => props.onNavigate('channels')}>Look at the channels</Button>
      </div>
    </div>
  )
}

function PageRow({ title, url }: { title: string; url: string }) {
  const address = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')

  async function copy() {
    try {
      await navigator.clipboard.writeText(url)
      setSaid('Copied')
    } catch {
      if (address.current) getSelection()?.selectAllChildren(address.current)
      setSaid('Press Ctrl C')
    }
  }

  return (
    <li>
      <span className="welcome-page-title">{title}</span>
      <code ref={address} className="welcome-url">
        {url}
      </code>
      <Button variant="quiet" icon="copy" aria-label={`Copy the address of ${title}`} onPress={copy}>
        {said || 'Copy'}
      </Button>
      <span className="ui-hidden" role="status">
        {said}
      </span>
    </li>
  )
}
