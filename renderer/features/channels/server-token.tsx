import { useState } from 'react'
import type { ChannelView } from '#shared/domain/channel.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'

function curlExample(base: string, channelId: string, token: string): string {
  return [
    `curl ${base}/v1/channels/${channelId}/messages \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Idempotency-Key: ticket-4711-1' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{ "session": "ticket-4711", "text": "Hello from our server" }'`,
  ].join('\n')
}

/** The token with which the site's own server may send messages. Shown once, right after it was made. */
export function ServerToken({ channel, maySetUp }: { channel: ChannelView; maySetUp: boolean }) {
  const [token, setToken] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const workspace = useWorkspace()
  const make = useAction('channels.makeServerToken')
  const base = workspace?.intake.url ?? 'http://127.0.0.1:PORT'

  async function run() {
    setAsking(false)
    const result = await make.run({ channelId: channel.id })
    if (result.ok) setToken(result.value.token)
  }

  return (
    <div className="channels-stack">
      <Section
        title="Messages from your server"
        description="For messages that do not come from a page, e.g. a contact form or a ticket system. They are verified like any other."
        actions={
          maySetUp && (
            <Button
              icon="key"
              busy={make.running}
              onPress={() => (channel.hasServerToken ? setAsking(true) : void run())}
            >
              {channel.hasServerToken ? 'Replace the token' : 'Make a token'}
            </Button>
          )
        }
      >
        {make.problem && (
          <Notice severity="error" title="No token was made">
            {make.problem.message}
          </Notice>
        )}
        {token === null ? (
          <p className="channels-soft">
            {channel.hasServerToken
              ? 'A token exists. It was shown once and cannot be shown again.'
              : 'No token has been made for this channel.'}
          </p>
        ) : (
          <>
            <Notice severity="warning" title="Copy it now: it is shown only this once">
              Keep it on your server. Whoever holds it can write in the name of any visitor of this channel; verified
              only with a valid proof.
            </Notice>
            <CodeBlock label="Token" code={token} />
          </>
        )}
        <CodeBlock label="Send a message with curl" code={curlExample(base, channel.id, token ?? 'YOUR-TOKEN')} />
      </Section>
      <Dialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title="Replace the token?"
        size="small"
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Keep the old one</Button>
            <Button variant="danger" onPress={run}>
              Replace
            </Button>
          </>
        }
      >
        <p>The old token stops working at once. Servers that use it are refused until they have the new one.</p>
      </Dialog>
    </div>
  )
}
