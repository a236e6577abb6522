import { useEffect, useRef } from 'react'
import type { TemplateView } from '#shared/domain/reply.ts'
import type { Tone } from '../../ui/chip.tsx'
import { Chip } from '../../ui/chip.tsx'
import { classes } from '../../ui/classes.ts'
import { Icon } from '../../ui/icon.tsx'
import './template-picker.css'

const sensitivityLooks: Record<TemplateView['sensitivity'], { words: string; tone: Tone }> = {
  public: { words: 'public', tone: 'neutral' },
  personal: { words: 'personal', tone: 'warning' },
  restricted: { words: 'restricted', tone: 'danger' },
}

/** Templates above the text, chosen by keys while the caret stays where it is. Locked ones say why. */
export function TemplatePicker(props: {
  id: string
  templates: readonly TemplateView[]
  loading: boolean
  active: number
  onActive: (index: number) => void
  onPick: (template: TemplateView) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [props.active])

  const locks = new Set(props.templates.flatMap(({ lock }) => (lock === null ? [] : [lock.message])))
  const sameLock = locks.size === 1 ? [...locks][0] : undefined

  return (
    <div className="picker">
      {sameLock !== undefined && (
        <p className="picker-lock">
          <Icon name="lock" /> Some are locked. {sameLock}
        </p>
      )}
      {props.templates.length === 0 ? (
        <p className="picker-none">
          {props.loading ? 'Reading templates…' : 'No template matches. Go on typing, or press Esc.'}
        </p>
      ) : (
        <div ref={list} id={props.id} role="listbox" aria-label="Templates" className="picker-list">
          {props.templates.map((template, index) => {
            const look = sensitivityLooks[template.sensitivity]
            return (
              <div
                key={template.id}
                id={`${props.id}-${index}`}
                role="option"
                aria-selected={index === props.active}
                aria-disabled={template.lock !== null}
                tabIndex={-1}
                className={classes('picker-row', index === props.active && 'picker-active')}
                onPointerMove={() => props.onActive(index)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => props.onPick(template)}
                onKeyDown={undefined}
              >
                <Icon name={template.lock ? 'lock' : 'template'} />
                <span className="picker-words">
                  <span className="picker-title">
                    {template.title} <Chip tone={look.tone}>{look.words}</Chip>
                  </span>
                  <span className="picker-body" data-locked={template.lock !== null || undefined}>
                    {template.lock ? lockedWords(template, sameLock) : template.body}
                  </span>
                </span>
              </div>
            )
          })}
        </div>
      )}
      <p className="picker-keys">↑ ↓ to choose · Enter to insert · Esc to close</p>
    </div>
  )
}

/** A reason that all locked rows share stands above the list, once. */
function lockedWords({ lock, alternative }: TemplateView, sameLock: string | undefined): string {
  const reason = sameLock === undefined ? (lock?.message ?? '') : 'Locked.'
  return alternative === null ? reason : `${reason} Instead: ${alternative.title}`
}
