import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Link } from '#shared/text/links.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { linkWarningWords } from './link-words.ts'

const longestRest = 60

/** A link from outside, by where it truly leads. It never opens by itself: a press asks first. */
export function GivenLink({ link }: { link: Link }) {
  const [isOpen, setOpen] = useState(false)
  const rest = link.rest.length > longestRest ? `${link.rest.slice(0, longestRest)}…` : link.rest
  const doubt = link.warnings[0]
  return (
    <>
      <AriaButton className="given-link" onPress={() => setOpen(true)}>
        <span className="ui-hidden">link to </span>
        {link.scheme}://<strong>{link.host}</strong>
        {link.port}
        {rest}
        {doubt && (
          <span className="given-link-doubt">
            <Icon name="warning" size={12} />
            {linkWarningWords[doubt].short}
          </span>
        )}
      </AriaButton>
      <LinkDialog link={link} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}

/** Asks before a link from outside is opened in the person's own browser, naming the host in full. */
function LinkDialog({ link, isOpen, onClose }: { link: Link; isOpen: boolean; onClose: () => void }) {
  const mayOpen = link.scheme === 'https'
  const open = () => {
    window.open(link.address, '_blank', 'noopener')
    onClose()
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Open a link from a visitor?"
      size="small"
      footer={
        <>
          <Button onPress={() => void navigator.clipboard.writeText(link.address)}>Copy address</Button>
          {mayOpen ? (
            <>
              <Button onPress={open}>Open in browser</Button>
              <Button variant="primary" onPress={onClose} autoFocus>
                Don’t open
              </Button>
            </>
          ) : (
            <Button variant="primary" onPress={onClose} autoFocus>
              Done
            </Button>
          )}
        </>
      }
    >
      <p>It leads to</p>
      <p className="given-host">
        <bdi>{link.host}</bdi>
        {link.port}
      </p>
      <p className="given-address">{link.address}</p>
      {link.warnings.map((warning) => (
        <Notice key={warning} severity="warning" title={linkWarningWords[warning].short}>
          {linkWarningWords[warning].sentence}
        </Notice>
      ))}
      <p>The visitor wrote this link. Sites you open may see that you did.</p>
    </Dialog>
  )
}
