import { z } from 'zod'
import type { OperatorView } from '../../domain/channel.ts'
import { id, line, nothing } from './parts.ts'
import type { Workspace } from './workspace.ts'

/** What a person types. It is looked at in the main process, and stands in no answer, log or event. */
const passphrase = z.string().min(1).max(1_000)

export const sessionInputs = {
  'session.get': nothing,
  'session.begin': z.strictObject({ name: line(80), passphrase }),
  'session.claim': z.strictObject({ operatorId: id('oper'), passphrase }),
  'session.signIn': z.strictObject({
    operatorId: id('oper'),
    passphrase,
    /** For whoever was given a start passphrase: the one they choose. Null: say whether one is due. */
    newPassphrase: passphrase.nullable(),
  }),
  'session.changePassphrase': z.strictObject({ current: passphrase, next: passphrase }),
  'session.touch': nothing,
  'session.lock': nothing,
  'session.signOut': nothing,
} as const

/** How an operator of this console signs in: with a passphrase; by choosing the first one; or not before a reset. */
export type SignInWay = 'passphrase' | 'claim' | 'reset-needed'

/** What a window may know before anybody signed in: nothing about a visitor. */
export interface SessionView {
  /** `begin`: nobody works here yet. */
  state: 'begin' | 'signed-out' | 'locked' | 'signed-in'
  /** Who works in this window, or locked it. */
  operator: OperatorView | null
  /** False where this operator's key cannot sign, or nobody's is trusted: see `docs/decisions`. */
  canApprove: boolean
  operators: (OperatorView & { way: SignInWay })[]
  preferences: Workspace['preferences']
  notices: Workspace['notices']
  intake: Workspace['intake']
  runtime: Workspace['runtime']
  version: string
}

export interface SessionOutputs {
  'session.get': SessionView
  'session.begin': SessionView
  'session.claim': SessionView
  'session.signIn': { outcome: 'signed-in' | 'choose-passphrase' }
  'session.changePassphrase': Record<string, never>
  'session.touch': Record<string, never>
  'session.lock': Record<string, never>
  'session.signOut': Record<string, never>
}
