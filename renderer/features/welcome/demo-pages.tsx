import { useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import './welcome.css'

/** The demo's pages, each with who its visitor is. The addresses are copied: this window opens nothing by itself. */
export function DemoPages(props: { siteUrl: string; pages: readonly { title: string; url: string }[] }) {
  return (
    <ul className="welcome-pages" aria-label="Pages of the demo shop">
      <PageRow title="All pages on one" url={props.siteUrl} />
      {props.pages.map((page) => (
        <PageRow key={page.url} title={page.title} url={page.url} />
      ))}
    </ul>
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
