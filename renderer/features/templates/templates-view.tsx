import { useState } from 'react'
import type { Sensitivity, TemplateView } from '#shared/domain/reply.ts'
import { sensitivities } from '#shared/domain/reply.ts'
import { useOperator } from '../../app/workspace.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { sensitivityWords } from './sensitivity-words.ts'
import type { Edited } from './template-editor.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { ExportTemplates, ImportTemplates } from './template-files.tsx'
import './templates.css'

/** Every template by sensitivity, with its text and what it takes to send it. Supervisors change them here. */
export function TemplatesView() {
  const isSupervisor = useOperator()?.role === 'supervisor'
  const [withArchived, setWithArchived] = useState(false)
  const list = useRequest('template.list', { conversationId: null, archived: isSupervisor && withArchived })
  const archive = useAction('template.archive')
  const [query, setQuery] = useState('')
  const [edited, setEdited] = useState<Edited | null>(null)
  const [file, setFile] = useState<'import' | 'export' | null>(null)
  const actions: TemplateActions | null = isSupervisor
    ? {
        onEdit: (template) => setEdited({ kind: 'template', template }),
        onArchive: (template) => void archive.run({ templateId: template.id, archived: !template.archived }),
      }
    : null
  return (
    <Page
      title="Templates"
      description="Replies that are written once. The more harm one could do in the wrong hands, the more it needs. In a conversation, type / to use one."
      width="reading"
      actions={
        isSupervisor && (
          <>
            <Button onPress={() => setFile('import')}>Import</Button>
            <Button onPress={() => setFile('export')}>Export</Button>
            <Button variant="primary" icon="plus" onPress={() => setEdited({ kind: 'new' })}>
              New template
            </Button>
          </>
        )
      }
    >
      <Answered request={list}>
        {({ templates }) => {
          const wanted = query.trim().toLowerCase()
          const hits = templates.filter((one) =>
            `${one.title} ${one.tags.join(' ')} ${one.body ?? ''}`.toLowerCase().includes(wanted),
          )
          return (
            <>
              <div className="templates-tools">
                <TextField
                  label="Search templates"
                  hideLabel
                  type="search"
                  placeholder="Search title, tag or text"
                  value={query}
                  onChange={setQuery}
                  className="templates-search"
                />
                {isSupervisor && (
                  <Checkbox isSelected={withArchived} onChange={setWithArchived}>
                    Show archived ones
                  </Checkbox>
                )}
              </div>
              {archive.problem && (
                <Notice severity="error" title="Not changed">
                  {archive.problem.message}
                </Notice>
              )}
              {hits.length === 0 && (
                <EmptyState
                  icon="template"
                  title={templates.length === 0 ? 'There are no templates yet' : 'No template matches'}
                >
                  {templates.length > 0 ? 'Try a shorter word.' : isSupervisor && 'Add one, or import a file of them.'}
                </EmptyState>
              )}
              {sensitivities.map((sensitivity) => (
                <Group
                  key={sensitivity}
                  sensitivity={sensitivity}
                  templates={hits.filter((one) => one.sensitivity === sensitivity)}
                  actions={actions}
                />
              ))}
              <TemplateEditor edited={edited} templates={templates} onClose={() => setEdited(null)} />
            </>
          )
        }}
      </Answered>
      <ImportTemplates isOpen={file === 'import'} onClose={() => setFile(null)} />
      <ExportTemplates isOpen={file === 'export'} onClose={() => setFile(null)} />
    </Page>
  )
}

interface TemplateActions {
  onEdit: (template: TemplateView) => void
  onArchive: (template: TemplateView) => void
}

function Group(props: {
  sensitivity: Sensitivity
  templates: readonly TemplateView[]
  actions: TemplateActions | null
}) {
  const { sensitivity, templates } = props
  if (templates.length === 0) return null
  const look = sensitivityWords[sensitivity]
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
          <Item key={template.id} template={template} actions={props.actions} />
        ))}
      </ul>
    </section>
  )
}

function Item({ template, actions }: { template: TemplateView; actions: TemplateActions | null }) {
  return (
    <li data-archived={template.archived || undefined}>
      <div className="templates-title">
        <h3>{template.title}</h3>
        {template.archived && <Chip tone="neutral">archived</Chip>}
        {template.tags.map((tag) => (
          <span key={tag} className="templates-tag">
            {tag}
          </span>
        ))}
        {actions && (
          <span className="templates-actions">
            {!template.archived && (
              <Button variant="quiet" aria-label={`Edit ${template.title}`} onPress={() => actions.onEdit(template)}>
                Edit
              </Button>
            )}
            <Button
              variant="quiet"
              aria-label={`${template.archived ? 'Restore' : 'Archive'} ${template.title}`}
              onPress={() => actions.onArchive(template)}
            >
              {template.archived ? 'Restore' : 'Archive'}
            </Button>
          </span>
        )}
      </div>
      {template.body === null ? (
        <p className="templates-body">The text is not shown here. {template.lock?.message}</p>
      ) : (
        <p className="templates-body">
          <WithVariables text={template.body} />
        </p>
      )}
      {template.alternative && (
        <p className="templates-alternative">While it is locked: {template.alternative.title}</p>
      )}
    </li>
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
