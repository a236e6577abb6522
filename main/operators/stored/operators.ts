import type { Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { digestContent, hashRow } from '../../journal/chain.ts'
import type { JournalEntry } from '../../journal/entries.ts'
import type { EventDraft, EventType, JournalEvents } from '../../journal/events.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { SealedBytes } from '../../keyring/stored/keys.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
import type { OperatorSecret } from '../operator-secret.ts'
import { holdAnchor } from './held-anchor.ts'

/** An operator as the tables have them. Which role counts, the journal says: see `directory.ts`. */
export interface StoredOperator {
  id: OperatorId
  name: string
  role: Role
  retiredAt: number | null
  lastSignedInAt: number | null
  failures: number
  lastFailedAt: number | null
  /** Null for one who has no passphrase. */
  secret: 'start' | 'own' | null
}

export interface OperatorCommit {
  events: EventDraft<Extract<EventType, `operator.${string}`>>[]
  /** Replaces what was kept of that operator's passphrase and key. */
  secret?: OperatorSecret
  /** The passphrase of this operator opens nothing any more. */
  forget?: OperatorId
  /** What the keystore remembers of the keys from now on. */
  anchor?: { name: string; sealed: SealedBytes }
}

export const operatorWrites = {
  'operators.holdAnchor': holdAnchor,
  /** One change of the operators, all of it or nothing. Whoever calls it lets one change follow another. */
  'operators.commit': (handle: WriteHandle, { events, secret, forget, anchor }: OperatorCommit): void => {
    for (const event of events) record(handle, event)
    if (secret !== undefined) keepSecret(handle, secret)
    if (forget !== undefined) run(handle, 'DELETE FROM operator_secrets WHERE operator_id = ?', forget)
    if (anchor === undefined) return
    const { backend, sealed } = anchor.sealed
    run(
      handle,
      'INSERT OR REPLACE INTO sealed_values (name, backend, sealed) VALUES (?, ?, ?)',
      anchor.name,
      backend,
      sealed,
    )
  },
}
export type OperatorWrites = typeof operatorWrites

/** An event that says who is who, read from the journal itself. */
export type KeyEvent = {
  [Type in KeyEventType]: { type: Type; content: JournalEvents[Type] }
}[KeyEventType]
type KeyEventType = 'operator.added' | 'operator.keyStated' | 'operator.retired'

export const operatorReads = {
  'operators.anchorHeld': holdAnchor,
  'operators.list': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): StoredOperator[] =>
    all<StoredOperator>(
      handle,
      `SELECT o.id, o.name, o.role, o.retired_at AS retiredAt, o.last_signed_in_at AS lastSignedInAt, o.failures,
         o.last_failed_at AS lastFailedAt, s.kind AS secret
       FROM operators o LEFT JOIN operator_secrets s ON s.operator_id = o.id ORDER BY o.added_at, o.rowid`,
    ),
  'operators.secret': (
    handle: ReadHandle | WriteHandle,
    { operatorId }: { operatorId: OperatorId },
  ): OperatorSecret | null =>
    one<OperatorSecret>(
      handle,
      `SELECT operator_id AS operatorId, kind, kid, salt, n, r, p, check_digest AS checkDigest, backend, box
       FROM operator_secrets WHERE operator_id = ?`,
      operatorId,
    ),
  'operators.keyEvents': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): KeyEvent[] =>
    keyEvents(handle),
}
export type OperatorReads = typeof operatorReads

/**
 * Who is who as the journal says it, oldest first. Rows that do not fit their own digest and hash were changed after
 * they were written, and say nothing.
 */
export function keyEvents(handle: ReadHandle | WriteHandle): KeyEvent[] {
  const rows = all<JournalEntry>(
    handle,
    `SELECT j.seq, j.at, j.type, j.actor, j.content_digest AS contentDigest, j.previous_hash AS previousHash, j.hash,
       c.salt, c.json
     FROM journal j JOIN journal_content c ON c.seq = j.seq
     WHERE j.type IN ('operator.added', 'operator.keyStated', 'operator.retired') ORDER BY j.seq`,
  )
  return rows.filter(isAsWritten).map(({ type, json }) => ({ type, content: JSON.parse(json ?? 'null') }) as KeyEvent)
}

/** Whether a row of the journal and its content fit their digests. */
export function isAsWritten(entry: JournalEntry): boolean {
  const { salt, json, contentDigest, hash } = entry
  if (salt === null || json === null) return false
  return Buffer.compare(digestContent(salt, json), contentDigest) === 0 && Buffer.compare(hashRow(entry), hash) === 0
}

function keepSecret(handle: WriteHandle, secret: OperatorSecret): void {
  const { operatorId, kind, kid, salt, n, r, p, checkDigest, backend, box } = secret
  run(
    handle,
    `INSERT OR REPLACE INTO operator_secrets (operator_id, kind, kid, salt, n, r, p, check_digest, backend, box)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    operatorId,
    kind,
    kid,
    salt,
    n,
    r,
    p,
    checkDigest,
    backend,
    box,
  )
}

export const operatorProjection: Projection = {
  'operator.added': (handle, { at, content }) => {
    const { operatorId, name, role } = content
    run(handle, 'INSERT INTO operators (id, name, role, added_at) VALUES (?, ?, ?, ?)', operatorId, name, role, at)
  },
  'operator.keyStated': (handle, { content }) => {
    if (content.state === 'ended') return
    run(handle, 'UPDATE operators SET role = ? WHERE id = ?', content.role, content.operatorId)
  },
  'operator.retired': (handle, { at, content }) => {
    run(handle, 'UPDATE operators SET retired_at = ? WHERE id = ?', at, content.operatorId)
  },
  'operator.passphraseChosen': (handle, { content }) => {
    run(handle, 'UPDATE operators SET failures = 0, last_failed_at = NULL WHERE id = ?', content.operatorId)
  },
  'operator.signedIn': (handle, { at, content }) => {
    run(
      handle,
      'UPDATE operators SET failures = 0, last_failed_at = NULL, last_signed_in_at = ? WHERE id = ?',
      at,
      content.operatorId,
    )
  },
  'operator.signInFailed': (handle, { at, content }) => {
    run(handle, 'UPDATE operators SET failures = failures + 1, last_failed_at = ? WHERE id = ?', at, content.operatorId)
  },
}
export const operatorTables = ['operators']
