import { z } from 'zod'
import type { OperatorView } from '../../domain/channel.ts'
import { id, line, nothing } from './parts.ts'

const role = z.enum(['agent', 'supervisor'])

export const operatorsInputs = {
  'operators.list': nothing,
  'operators.add': z.strictObject({ name: line(80), role }),
  'operators.reset': z.strictObject({ operatorId: id('oper') }),
  'operators.setRole': z.strictObject({ operatorId: id('oper'), role }),
  'operators.retire': z.strictObject({ operatorId: id('oper') }),
} as const

/** `starting` was given a start passphrase and has not chosen one yet; `without` has none at all. */
export type OperatorState = 'active' | 'starting' | 'without' | 'retired'

export interface OperatorRow extends OperatorView {
  state: OperatorState
  lastSignedInAt: number | null
  /** Wrong passphrases since the last right one. */
  failures: number
}

/** Shown once. It opens nothing but the choice of an own passphrase. */
export interface StartPassphrase {
  operator: OperatorView
  startPassphrase: string
}

export interface OperatorsOutputs {
  'operators.list': { rows: OperatorRow[] }
  'operators.add': StartPassphrase
  'operators.reset': StartPassphrase
  'operators.setRole': OperatorView
  'operators.retire': Record<string, never>
}
