import { useRef, useState } from 'react'
import type { ImportReport, RequestOutput } from '#shared/contract/requests.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'

type Format = 'json' | 'csv'
const formats = [
  { id: 'json', label: 'JSON' },
  { id: 'csv', label: 'CSV' },
] as const

/** Every template in use as one file: to save where one likes, or to copy. */
export function ExportTemplates(props: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title="Export templates" size="large">
      {props.isOpen && <ExportForm onDone={props.onClose} />}
    </Dialog>
  )
}

function ExportForm({ onDone }: { onDone: () => void }) {
  const [format, setFormat] = useState<Format>('json')
  const file = useRequest('template.export', { format })
  const save = useAction('template.saveFile')
  const [saved, setSaved] = useState<RequestOutput<'template.saveFile'>['saved']>(null)

  async function submit() {
    setSaved(null)
    const result = await save.run({ format })
    if (result.ok) setSaved(result.value.saved)
  }

  return (
    <div className="template-form">
      <Choice
        label="Format"
        options={formats}
        value={format}
        onChange={(next) => {
          setFormat(next)
          setSaved(null)
          save.reset()
        }}
        look="bar"
      />
      <Answered request={file}>{({ text, fileName }) => <CodeBlock code={text} label={fileName} />}</Answered>
      {saved && (
        <Notice severity="info" title="Saved">
          <bdi>{saved.file}</bdi> stands in the folder <bdi>{saved.folder}</bdi>.
        </Notice>
      )}
      {save.problem && (
        <Notice severity="error" title="Not saved">
          {save.problem.message}
        </Notice>
      )}
      <div className="template-actions">
        <Button onPress={onDone}>Done</Button>
        <Button variant="primary" busy={save.running} onPress={() => void submit()}>
          Save as a file
        </Button>
      </div>
    </div>
  )
}

/** As the contract has it; a text is at least as many bytes as it has letters. */
const mostBytes = 2_000_000

/** Takes templates out of a file or a pasted text: first it says what it would do, then it does it. */
export function ImportTemplates(props: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title="Import templates" size="large" keepOpen>
      {props.isOpen && <ImportForm onDone={props.onClose} />}
    </Dialog>
  )
}

function ImportForm({ onDone }: { onDone: () => void }) {
  const read = useAction('template.import')
  const [format, setFormat] = useState<Format>('json')
  const [text, setText] = useState('')
  const [report, setReport] = useState<ImportReport | null>(null)
  const [tooLarge, setTooLarge] = useState(false)
  const edits = useRef(0)

  function change(next: string, as: Format = format) {
    edits.current += 1
    setText(next)
    setFormat(as)
    setReport(null)
    read.reset()
  }

  async function run(apply: boolean) {
    const asked = edits.current
    const result = await read.run({ format, text, apply })
    // Of another text than stands there by now nothing was looked at; what was imported is said all the same.
    if (result.ok && (asked === edits.current || result.value.applied)) setReport(result.value)
  }

  const ready = report !== null && report.problems.length === 0 && report.added + report.changed > 0
  return (
    <div className="template-form">
      <label className="template-file">
        <span className="ui-label">File</span>
        <input
          type="file"
          accept=".json,.csv"
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file === undefined) return
            setTooLarge(file.size > mostBytes)
            if (file.size > mostBytes) return change('')
            void file.text().then((words) => change(words, file.name.toLowerCase().endsWith('.csv') ? 'csv' : 'json'))
          }}
        />
      </label>
      <Choice label="Format" options={formats} value={format} onChange={(one) => change(text, one)} look="bar" />
      <TextField label="Or paste it here" rows={8} fixedWidth value={text} onChange={(next) => change(next)} />
      {tooLarge && (
        <Notice severity="error" title="Not read">
          This file is larger than 2 MB. Take it apart, and import the parts one after another.
        </Notice>
      )}
      {read.problem && (
        <Notice severity="error" title="Not imported">
          {read.problem.message} Nothing was changed.
        </Notice>
      )}
      {report && <Report report={report} />}
      <div className="template-actions">
        {report?.applied ? (
          <Button variant="primary" onPress={onDone}>
            Done
          </Button>
        ) : (
          <>
            <Button onPress={onDone}>Cancel</Button>
            <Button
              variant={ready ? 'secondary' : 'primary'}
              busy={read.running}
              isDisabled={text.trim() === ''}
              onPress={() => void run(false)}
            >
              Look at it first
            </Button>
            {ready && (
              <Button variant="primary" busy={read.running} onPress={() => void run(true)}>
                Import {report.added + report.changed}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  )
}

function Report({ report }: { report: ImportReport }) {
  const counts = `${report.added} new, ${report.changed} changed, ${report.same} the same already.`
  if (report.applied) {
    return (
      <Notice severity="info" title="Imported">
        {counts}
      </Notice>
    )
  }
  if (report.problems.length === 0) {
    return (
      <Notice severity="info" title="This is what it would do">
        {counts} Nothing is removed.
      </Notice>
    )
  }
  return (
    <Notice severity="warning" title="Nothing is imported until this is mended">
      <ul className="template-problems">
        {report.problems.map(({ row, message }) => (
          <li key={`${row} ${message}`}>
            {row > 0 && `Template ${row}: `}
            {message}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
