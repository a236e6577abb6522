import type { OperatorView, Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { KeyEvent, StoredOperator } from './stored/operators.ts'
import { followStatements, type Trust, type TrustAnchor, trustedRole } from './trust.ts'

export interface DirectoryEntry extends OperatorView {
  retired: boolean
  secret: StoredOperator['secret']
  lastSignedInAt: number | null
  failures: number
  lastFailedAt: number | null
}

export interface Directory {
  entries: DirectoryEntry[]
  /** Null where the keys do not lead back to what the keystore remembers. */
  trust: Trust | null
}

/**
 * Who works here, from three sources: names and times from the tables, roles from the signed statements of the
 * journal, and what those are worth from the anchor that the keystore keeps. A role is never taken from a table: with
 * trust it is the one of the operator's key, and an operator without a trusted key is an agent; without trust, it is
 * what the journal says.
 */
export function readDirectory(
  stored: readonly StoredOperator[],
  events: readonly KeyEvent[],
  anchor: TrustAnchor | null,
): Directory {
  const statements = events.flatMap((event) => (event.type === 'operator.keyStated' ? [event.content.statement] : []))
  const trust = anchor === null ? null : followStatements(statements, anchor)
  const journalled = rolesInJournal(events)
  const entries = stored.map(({ id, name, secret, lastSignedInAt, failures, lastFailedAt, retiredAt }) => {
    const said = journalled.get(id) ?? { role: 'agent', retired: true }
    const role = trust === null || secret === null ? said.role : (trustedRole(trust, id) ?? 'agent')
    const retired = said.retired || retiredAt !== null
    return { id, name, role, retired, secret, lastSignedInAt, failures, lastFailedAt }
  })
  return { entries, trust }
}

function rolesInJournal(events: readonly KeyEvent[]): Map<OperatorId, { role: Role; retired: boolean }> {
  const found = new Map<OperatorId, { role: Role; retired: boolean }>()
  for (const { type, content } of events) {
    const { operatorId } = content
    if (type === 'operator.added') found.set(operatorId, { role: content.role, retired: false })
    const known = found.get(operatorId)
    if (known === undefined) continue
    if (type === 'operator.keyStated' && content.state === 'active') known.role = content.role
    if (type === 'operator.retired') known.retired = true
  }
  return found
}
