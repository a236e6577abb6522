import { useDeferredValue, useState } from 'react'
import type { RequestOutput } from '#shared/contract/requests.ts'
import type { ContactId, ConversationId, OperatorId } from '#shared/domain/ids.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, usePagedRequest, useRequest } from '../../host/host.ts'
import { Given, GivenSentence } from '../../trust/given.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import './audit.css'

const everything = 'everything'
const day = 86_400_000
const spans = [
  { id: everything, label: 'Any time', days: null },
  { id: 'day', label: 'Last 24 hours', days: 1 },
  { id: 'week', label: 'Last 7 days', days: 7 },
  { id: 'month', label: 'Last 30 days', days: 30 },
] as const

/** The journal in plain sentences, newest first: searched, taken out, and what is erased from it on request. */
export function AuditView(props: { onOpenConversation: (id: ConversationId) => void }) {
  const [person, setPerson] = useState('')
  const [operatorId, setOperatorId] = useState<OperatorId | typeof everything>(everything)
  const [kind, setKind] = useState<string>(everything)
  const [span, setSpan] = useState<(typeof spans)[number]['id']>(everything)
  const [from, setFrom] = useState<number | null>(null)
  const [erasing, setErasing] = useState(false)
  const wanted = useDeferredValue(person.trim())
  const workspace = useRequest('workspace.get', {})
  const exporting = useAction('audit.export')
  const [exported, setExported] = useState<RequestOutput<'audit.export'> | null>(null)
  const pages = usePagedRequest('audit.list', {
    person: wanted === '' ? null : wanted.slice(0, 300),
    operatorId: operatorId === everything ? null : operatorId,
    kind: kind === everything ? null : kind,
    from,
    limit: 100,
  })
  const kinds = pages.first?.kinds ?? []

  const takeOut = async (format: 'jsonl' | 'csv') => {
    setExported(null)
    const result = await exporting.run({ format })
    if (result.ok) setExported(result.value)
  }

  return (
    <Page
      title="Audit"
      description="Everything that happened, entry by entry, each chained to the one before. Nothing is ever changed; a person’s content can be erased."
      actions={
        <>
          <Button onPress={() => void takeOut('jsonl')} busy={exporting.running}>
            Export with its chain
          </Button>
          <Button onPress={() => void takeOut('csv')} busy={exporting.running}>
            Export as CSV
          </Button>
          <Button onPress={() => setErasing(true)}>Erase a person</Button>
        </>
      }
    >
      {exported && (
        <Notice severity="info" title={`${exported.entries.toLocaleString('en')} entries exported`}>
          <code className="audit-file">{exported.file}</code> stands in the folder{' '}
          <code className="audit-file">{exported.folder}</code> beside the database. Only this user may read it: it
          holds what visitors wrote.
        </Notice>
      )}
      {exporting.problem && (
        <Notice severity="error" title="Nothing was exported">
          {exporting.problem.message}
        </Notice>
      )}
      <div className="audit-filters">
        <TextField label="Person" type="search" placeholder="E-mail or id, whole" value={person} onChange={setPerson} />
        <Select
          label="Who did it"
          value={operatorId}
          onChange={setOperatorId}
          options={[
            { id: everything, label: 'Anybody' },
            ...(workspace.data?.operators ?? []).map(({ id, name }) => ({ id, label: name })),
          ]}
        />
        <Select
          label="Kind"
          value={kind}
          onChange={setKind}
          options={[{ id: everything, label: 'Every kind' }, ...kinds.map((id) => ({ id, label: id }))]}
        />
        <Select
          label="Time"
          value={span}
          onChange={(next) => {
            const days = spans.find(({ id }) => id === next)?.days ?? null
            setSpan(next)
            setFrom(days === null ? null : Date.now() - days * day)
          }}
          options={spans}
        />
      </div>
      <Answered request={{ data: pages.first, problem: pages.problem, retry: pages.retry }}>
        {() => (
          <>
            <Table
              label="Journal"
              rows={pages.rows}
              rowKey={(row) => row.id}
              empty={
                <EmptyState icon="search" title="No entry like that">
                  Search for a whole e-mail or id, or leave a filter out.
                </EmptyState>
              }
              columns={[
                { id: 'seq', label: 'Entry', align: 'end', width: '80px', cell: (row) => row.seq.toLocaleString('en') },
                { id: 'at', label: 'When', width: '110px', cell: (row) => <Time at={row.at} as="clock" /> },
                { id: 'by', label: 'Who', width: '14%', cell: (row) => row.by },
                {
                  id: 'what',
                  label: 'What',
                  cell: (row) => (
                    <span className="audit-what" data-erased={row.erased || undefined}>
                      <GivenSentence text={row.sentence} />
                      <code>{row.kind}</code>
                    </span>
                  ),
                },
                {
                  id: 'open',
                  label: 'Conversation',
                  width: '110px',
                  cell: (row) =>
                    row.conversationId === null ? null : (
                      <Button
                        variant="link"
                        aria-label={`Open the conversation of entry ${row.seq}`}
                        onPress={() => row.conversationId && props.onOpenConversation(row.conversationId)}
                      >
                        Open
                      </Button>
                    ),
                },
              ]}
            />
            {pages.hasMore && (
              <Button onPress={pages.loadMore} busy={pages.loadingMore}>
                Show older entries
              </Button>
            )}
          </>
        )}
      </Answered>
      {erasing && <EraseDialog onClose={() => setErasing(false)} />}
    </Page>
  )
}

function EraseDialog({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query.trim())
  const found = useRequest(
    'contacts.list',
    { query: wanted.slice(0, 200), cursor: null, limit: 6 },
    { enabled: wanted !== '' },
  )
  const [contactId, setContactId] = useState<ContactId | null>(null)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const erase = useAction('audit.erase')
  const [done, setDone] = useState<RequestOutput<'audit.erase'> | null>(null)
  const contact = found.data?.rows.find(({ id }) => id === contactId)
  const ready = contact !== undefined && typed === contact.value && reason.trim() !== ''
  const run = async () => {
    if (!ready || contactId === null) return
    const result = await erase.run({ contactId, reason })
    if (result.ok) setDone(result.value)
  }
  return (
    <Dialog
      isOpen
      keepOpen
      onClose={onClose}
      title="Erase a person"
      footer={
        <>
          <Button onPress={onClose}>{done ? 'Close' : 'Cancel'}</Button>
          {!done && (
            <Button variant="danger" onPress={() => void run()} busy={erase.running} isDisabled={!ready}>
              Erase for good
            </Button>
          )}
        </>
      }
    >
      {done ? (
        <Notice severity="info" title="Erased">
          {done.entries} entries of {done.conversations} conversations hold nothing of this person any more. The journal
          still checks. Exports and backups that were made before keep what they hold.
        </Notice>
      ) : (
        <>
          <p>
            Messages, replies, notes, drafts and names go, in every conversation in which this person took part or was
            named. That it was done, by whom and why stays. It cannot be undone, and the console writes its file anew,
            which can take a while.
          </p>
          <TextField label="Find the contact" type="search" value={query} onChange={setQuery} autoFocus />
          {(found.data?.rows.length ?? 0) > 0 && (
            <Select
              label="Contact"
              value={contactId}
              onChange={setContactId}
              options={(found.data?.rows ?? []).map(({ id, value, channel }) => ({
                id,
                label: `${value} · ${channel.name}`,
              }))}
            />
          )}
          {contact && (
            <TextField
              label="Type the contact again"
              description={<Given text={contact.value} reveal />}
              value={typed}
              onChange={setTyped}
            />
          )}
          <TextField label="Why" rows={2} maxLength={500} value={reason} onChange={setReason} />
          {erase.problem && (
            <Notice severity="error" title="Nothing was erased">
              {erase.problem.message}
            </Notice>
          )}
        </>
      )}
    </Dialog>
  )
}
