import { useState } from 'react'
import type { Sensitivity, TemplateView } from '#shared/domain/reply.ts'
import { sensitivities } from '#shared/domain/reply.ts'
import { Answered } from '../../host/answered.tsx'
import { useRequest } from '../../host/host.ts'
import type { Tone } from '../../ui/chip.tsx'
import { Chip } from '../../ui/chip.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import './templates.css'

const words: Record<Sensitivity, { title: string; needs: string; tone: Tone; icon: IconName }> = {
  public: { title: 'Public', needs: 'Can be sent to anybody, verified or not.', tone: 'slate', icon: 'unlock' },
  personal: { title: 'Personal', needs: 'Needs a verified visitor.', tone: 'warning', icon: 'lock' },
  restricted: {
    title: 'Restricted',
    needs: 'Needs a fresh proof (each channel says how fresh) and no serious flag left open.',
    tone: 'danger',
    icon: 'lock',
  },
}

/** Every template by sensitivity, with its text and what it takes to send it. For reading; sending is the composer's. */
export function TemplatesView() {
  const list = useRequest('template.list', { conversationId: null })
  const [query, setQuery] = useState('')
  return (
    <Page
      title="Templates"
      description="Replies that are written once. The more harm one could do in the wrong hands, the more it needs. In a conversation, type / to use one."
      width="reading"
    >
      <Answered request={list}>
        {({ templates }) => {
          const wanted = query.trim().toLowerCase()
          const hits = templates.filter((one) =>
            `${one.title} ${one.tags.join(' ')} ${one.body ?? ''}`.toLowerCase().includes(wanted),
          )
          return (
            <>
              <TextField
                label="Search templates"
                hideLabel
                type="search"
                placeholder="Search title, tag or text"
                value={query}
                onChange={setQuery}
                className="templates-search"
              />
              {hits.length === 0 && (
                <EmptyState
                  icon="template"
                  title={templates.length === 0 ? 'There are no templates yet' : 'No template matches'}
                >
                  {templates.length > 0 && 'Try a shorter word.'}
                </EmptyState>
              )}
              {sensitivities.map((sensitivity) => (
                <Group
                  key={sensitivity}
                  sensitivity={sensitivity}
                  templates={hits.filter((one) => one.sensitivity === sensitivity)}
                />
              ))}
            </>
          )
        }}
      </Answered>
    </Page>
  )
}

function Group({ sensitivity, templates }: { sensitivity: Sensitivity; templates: readonly TemplateView[] }) {
  if (templates.length === 0) return null
  const look = words[sensitivity]
  return (
    <section className="templates-group" aria-labelledby={`templates-${sensitivity}`}>
      <header className="templates-head">
        <h2 id={`templates-${sensitivity}`}>
          <Chip tone={look.tone} icon={look.icon}>
            {look.title}
          </Chip>
        </h2>
        <p>{look.needs}</p>
      </header>
      <ul className="templates-list">
        {templates.map((template) => (
          <li key={template.id}>
            <div className="templates-title">
              <h3>{template.title}</h3>
              {template.tags.map((tag) => (
                <span key={tag} className="templates-tag">
                  {tag}
                </span>
              ))}
            </div>
            {template.body === null ? (
              <p className="templates-body">The text is not shown here. {template.lock?.message}</p>
            ) : (
              <p className="templates-body">
                <WithVariables text={template.body} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Template text with its variables set apart, whichever number of braces they are written with. */
function WithVariables({ text }: { text: string }) {
  return text.split(/(\{\{?[^{}]+\}\}?)/g).map((part, index) =>
    part.startsWith('{') ? (
      <code key={index} className="templates-variable">
        {part.replace(/[{}]/g, '').trim()}
      </code>
    ) : (
      part
    ),
  )
}
