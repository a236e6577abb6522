import type { OperatorView, Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { Actor } from '../../journal/events.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

export interface NewOperator {
  operatorId: OperatorId
  name: string
  role: Role
}

export const operatorWrites = {
  'operators.add': (handle: WriteHandle, input: NewOperator & { actor: Actor; at: number }): OperatorView => {
    const { operatorId, name, role, actor, at } = input
    record(handle, { type: 'operator.added', actor, at, content: { operatorId, name, role } })
    return { id: operatorId, name, role }
  },
  'operators.switch': (handle: WriteHandle, input: { operatorId: OperatorId; actor: Actor; at: number }): boolean => {
    const { operatorId, actor, at } = input
    if (one(handle, 'SELECT 1 FROM operators WHERE id = ?', operatorId) === null) return false
    record(handle, { type: 'operator.switched', actor, at, content: { operatorId } })
    return true
  },
  /** Gives an empty database its first operators; the first of them is the current one. Does nothing on any other. */
  'operators.prepare': (handle: WriteHandle, input: { operators: NewOperator[]; at: number }): void => {
    if (one(handle, 'SELECT 1 FROM operators LIMIT 1') !== null) return
    for (const { operatorId, name, role } of input.operators) {
      record(handle, { type: 'operator.added', actor: 'system', at: input.at, content: { operatorId, name, role } })
    }
    const first = input.operators[0]
    if (first === undefined) return
    const { operatorId } = first
    record(handle, { type: 'operator.switched', actor: 'system', at: input.at, content: { operatorId } })
  },
}
export type OperatorWrites = typeof operatorWrites

export const operatorReads = {
  'operators.list': (
    handle: ReadHandle | WriteHandle,
    _input: Record<string, never>,
  ): { operators: OperatorView[]; currentId: OperatorId | null } => ({
    operators: all<OperatorView>(handle, 'SELECT id, name, role FROM operators ORDER BY added_at, rowid'),
    currentId: one<{ id: OperatorId }>(handle, 'SELECT operator_id AS id FROM current_operator')?.id ?? null,
  }),
}
export type OperatorReads = typeof operatorReads

export const operatorProjection: Projection = {
  'operator.added': (handle, { at, content }) => {
    run(
      handle,
      'INSERT INTO operators (id, name, role, added_at) VALUES (?, ?, ?, ?)',
      content.operatorId,
      content.name,
      content.role,
      at,
    )
  },
  'operator.switched': (handle, { content }) => {
    run(handle, 'INSERT OR REPLACE INTO current_operator (only, operator_id) VALUES (1, ?)', content.operatorId)
  },
}
export const operatorTables = ['operators', 'current_operator']
