import { useState } from 'react'
import type { Sensitivity, TemplateView } from '#shared/domain/reply.ts'
import { sensitivities } from '#shared/domain/reply.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import { sensitivityWords } from './sensitivity-words.ts'

/** What is being edited: a template that is there, or a new one. */
export type Edited = { kind: 'new' } | { kind: 'template'; template: TemplateView }

/** A template with its text, what it takes to send it, and its earlier versions. For supervisors. */
export function TemplateEditor(props: {
  edited: Edited | null
  templates: readonly TemplateView[]
  onClose: () => void
}) {
  const { edited } = props
  return (
    <Dialog
      isOpen={edited !== null}
      onClose={props.onClose}
      title={edited?.kind === 'template' ? 'Edit template' : 'New template'}
      size="large"
      keepOpen
    >
      {edited !== null && (
        <Form
          key={edited.kind === 'new' ? 'new' : edited.template.id}
          template={edited.kind === 'new' ? null : edited.template}
          templates={props.templates}
          onDone={props.onClose}
        />
      )}
    </Dialog>
  )
}

const noAlternative = 'none'

function Form(props: { template: TemplateView | null; templates: readonly TemplateView[]; onDone: () => void }) {
  const { template } = props
  const save = useAction('template.save')
  const [title, setTitle] = useState(template?.title ?? '')
  const [body, setBody] = useState(template?.body ?? '')
  const [tags, setTags] = useState(template?.tags.join(', ') ?? '')
  const [sensitivity, setSensitivity] = useState<Sensitivity>(template?.sensitivity ?? 'public')
  const [alternative, setAlternative] = useState<string>(template?.alternative?.id ?? noAlternative)
  const publicOnes = props.templates.filter((one) => one.sensitivity === 'public' && !one.archived)

  async function submit() {
    const isPublic = sensitivity === 'public'
    const saved = await save.run({
      templateId: template?.id ?? null,
      baseVersion: template?.version ?? null,
      title,
      body,
      sensitivity,
      tags: tags
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      alternativeId: isPublic || alternative === noAlternative ? null : (alternative as TemplateView['id']),
    })
    if (saved.ok) props.onDone()
  }

  return (
    <form
      className="template-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField label="Title" value={title} onChange={setTitle} autoFocus />
      <TextField
        label="Text"
        rows={6}
        value={body}
        onChange={setBody}
        description={
          <>
            {'{{name}}, {{email}}, {{phone}}, {{id}} and {{agent}} are filled in. {{name|there}} says “there” where no ' +
              'name is known; {{?order number}} is what the agent types.'}
          </>
        }
      />
      <Choice
        label="Who may get it"
        options={sensitivities.map((one) => ({
          id: one,
          label: sensitivityWords[one].title,
          description: sensitivityWords[one].needs,
        }))}
        value={sensitivity}
        onChange={setSensitivity}
      />
      {sensitivity !== 'public' && (
        <Select
          label="What may be said instead"
          description="Offered while this one is locked."
          options={[
            { id: noAlternative, label: 'Nothing' },
            ...publicOnes.map(({ id, title: label }) => ({ id: id as string, label })),
          ]}
          value={alternative}
          onChange={setAlternative}
        />
      )}
      <TextField label="Tags" value={tags} onChange={setTags} description="With commas between them." />
      {save.problem && (
        <Notice severity="error" title="Not saved">
          {save.problem.message} What you wrote is still here.
        </Notice>
      )}
      <div className="template-actions">
        {template && <Versions template={template} onTake={setBody} />}
        <Button onPress={props.onDone}>Cancel</Button>
        <Button
          variant="primary"
          type="submit"
          busy={save.running}
          isDisabled={title.trim() === '' || body.trim() === ''}
        >
          {template ? `Save as version ${template.version + 1}` : 'Add template'}
        </Button>
      </div>
    </form>
  )
}

function Versions({ template, onTake }: { template: TemplateView; onTake: (body: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  const history = useRequest('template.read', { templateId: template.id }, { enabled: isOpen })
  return (
    <>
      <Button variant="quiet" className="template-history-button" onPress={() => setOpen(true)}>
        Earlier versions
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={`Versions of ${template.title}`}>
        <Answered request={history}>
          {({ versions }) => (
            <ol className="template-history">
              {versions.map((version) => (
                <li key={version.version}>
                  <p className="template-history-head">
                    <strong>Version {version.version}</strong> · {sensitivityWords[version.sensitivity].title} ·{' '}
                    {version.operator?.name ?? 'from the start'} · <Time at={version.at} />
                  </p>
                  <p className="templates-body">{version.body}</p>
                  {version.version !== template.version && (
                    <Button
                      onPress={() => {
                        onTake(version.body)
                        setOpen(false)
                      }}
                    >
                      Take this text
                    </Button>
                  )}
                </li>
              ))}
            </ol>
          )}
        </Answered>
      </Dialog>
    </>
  )
}
