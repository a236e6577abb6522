import { useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import './welcome.css'

interface DemoPage {
  title: string
  url: string
}

/** What shows most in least time, and what to look out for. A page that the demo does not have is left out. */
const first = [
  { path: '/fernand/signed-in', title: 'A customer who is signed in', see: 'Each message arrives as Verified.' },
  {
    path: '/fernand/forged',
    title: 'Somebody with the same name',
    see: 'Proof rejected: account details stay locked, and earlier conversations stay hidden.',
  },
  {
    path: '/yourgpt/switch',
    title: 'Another name in mid-conversation',
    see: 'A line in the thread says where the visitor changed, and supervisors get a flag.',
  },
] as const

/** The demo's pages, what to see first before all the others. Addresses are copied: this window opens nothing by itself. */
export function DemoPages({ siteUrl, pages }: { siteUrl: string; pages: readonly DemoPage[] }) {
  return (
    <>
      <section className="welcome-section">
        <h2>See these first</h2>
        <ol className="welcome-first" aria-label="Pages to see first">
          {first.map(({ path, title, see }) => {
            const page = pages.find(({ url }) => new URL(url).pathname === path)
            return page && <PageRow key={path} title={title} see={see} url={page.url} />
          })}
        </ol>
      </section>
      <section className="welcome-section">
        <h2>All pages</h2>
        <ul className="welcome-pages" aria-label="The demo shop">
          <PageRow title="The shop’s front page, which links to all others" url={siteUrl} />
        </ul>
        <div className="welcome-vendors">
          {byVendor(pages).map(([vendor, ofVendor]) => (
            <section key={vendor} className="welcome-section" aria-label={`${vendor} pages`}>
              <h3>{vendor}</h3>
              <ul className="welcome-pages">
                {ofVendor.map((page) => (
                  <PageRow key={page.url} title={page.title} url={page.url} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      </section>
    </>
  )
}

/** Pages are titled `Vendor: what it shows`. */
function byVendor(pages: readonly DemoPage[]): [string, DemoPage[]][] {
  const groups = new Map<string, DemoPage[]>()
  for (const { title, url } of pages) {
    const [vendor, ...rest] = title.split(': ')
    const name = rest.length > 0 && vendor ? vendor : 'More'
    const group = groups.get(name) ?? []
    groups.set(name, group)
    group.push({ title: rest.length > 0 ? rest.join(': ') : title, url })
  }
  return [...groups]
}

function PageRow({ title, see, url }: { title: string; see?: string; url: string }) {
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
      <div className="welcome-page">
        <span className="welcome-page-title">{title}</span>
        {see && <span className="welcome-page-see">{see}</span>}
        <code ref={address} className="welcome-url">
          {url}
        </code>
      </div>
      <Button variant="quiet" icon="copy" aria-label={`Copy the address of ${title}`} onPress={copy}>
        {said || 'Copy'}
      </Button>
      <span className="ui-hidden" role="status">
        {said}
      </span>
    </li>
  )
}
