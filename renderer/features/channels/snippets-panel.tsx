import { useState } from 'react'
import type { ChannelId } from '#shared/domain/ids.ts'
import { Answered } from '../../host/answered.tsx'
import { useRequest } from '../../host/host.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'

/** What to put into the page and onto the server, as the main process wrote it for this channel. */
export function SnippetsPanel({ channelId }: { channelId: ChannelId }) {
  const snippets = useRequest('channels.snippets', { channelId })
  const [language, setLanguage] = useState<string | null>(null)
  return (
    <Answered request={snippets}>
      {({ page, server, keyAdvice }) => {
        const chosen = server.find((one) => one.label === language) ?? server[0]
        return (
          <div className="channels-stack">
            <Section title="On the page" description="Where your visitors chat.">
              {page.map((one) => (
                <CodeBlock key={one.label} label={one.label} code={one.code} />
              ))}
            </Section>
            {chosen && (
              <Section title="On your server" description="Where the proof is made, after your user has logged in.">
                <Tabs
                  label="Language"
                  items={server.map((one) => ({ id: one.label, label: one.label }))}
                  selected={chosen.label}
                  onChange={setLanguage}
                  className="channels-languages"
                >
                  <CodeBlock key={chosen.label} label={`Sign with ${chosen.label}`} code={chosen.code} />
                </Tabs>
              </Section>
            )}
            <Notice severity="info" title="About the key">
              {keyAdvice}
            </Notice>
          </div>
        )
      }}
    </Answered>
  )
}
