import { createHash } from 'node:crypto'
import type { ConversationId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { GateDecision, GrantAtGate, ScanFinding, ScanKind } from '#shared/domain/reply.ts'
import type { LoadedStanding } from '../../conversations/stored/load-standing.ts'
import { grantAtGate } from '../../review/stored/grant-at-gate.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { decide } from '../gate.ts'
import { unresolvedIn } from '../render.ts'
import { continuedIn } from './continued-text.ts'
import { freshnessOf } from './freshness.ts'
import { scanFor } from './scan-for.ts'
import { type DrawnOn, templatesDrawnOn } from './templates-drawn-on.ts'

/** SHA-256 (lower-case hex) of a text in UTF-8: what a grant is bound to. */
export function digestOfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

export interface Asked {
  conversationId: ConversationId
  operatorId: OperatorId
  mode: 'reply' | 'note'
  text: string
  templateIds: TemplateId[]
  /** The agent was shown the gate's warnings about this text. */
  sendAnyway?: boolean
  /** The reply stands in the conversation already, and is not read behind itself. */
  again?: boolean
  /** Milliseconds since 1970. */
  at: number
}

/** What the gate says about a reply, and what it was told. */
export function ask(
  handle: ReadHandle | WriteHandle,
  input: Asked,
  standing: LoadedStanding,
  unseenMessages: number,
): { decision: GateDecision; findings: ScanFinding[]; drawn: DrawnOn[]; grant: GrantAtGate } {
  const { conversationId, operatorId, mode, text, templateIds, sendAnyway, at } = input
  const drawn = templatesDrawnOn(handle, templateIds, text)
  const own = mode === 'reply' ? scanFor(handle, standing, text) : []
  const isNew = mode === 'reply' && input.again !== true
  const continued = isNew ? continuedIn(handle, standing, text, at) : { findings: [], sensitivities: [] }
  const findings = [...own, ...continued.findings.filter(({ kind }) => !own.some((find) => find.kind === kind))]
  const grant =
    mode === 'reply'
      ? grantAtGate(handle, {
          conversationId,
          operatorId,
          templates: drawn.flatMap((each) => (each.known ? [{ id: each.id, version: each.version }] : [])),
          textDigest: digestOfText(text),
          at,
        })
      : ({ standing: 'none', grantId: null } as const)
  const decision = decide({
    mode,
    standing: standing.standing,
    sensitivities: [...drawn.map((each) => (each.known ? each.sensitivity : null)), ...continued.sensitivities],
    seriousFlags: standing.seriousFlags,
    identityBlocked: standing.identityBlocked,
    freshnessMinutes: freshnessOf(handle, standing.channelId),
    now: at,
    unseenMessages,
    // It was whole, and the conversation open, when it was sent.
    unresolved: input.again ? [] : unresolvedIn(text),
    conversationState: input.again ? 'open' : standing.state,
    findings: kindsOf(findings),
    warningsRead: sendAnyway === true,
    grant: grant.standing,
  })
  return { decision, findings, drawn, grant }
}

/** Each kind once. */
export const kindsOf = (findings: readonly ScanFinding[]): ScanKind[] => [...new Set(findings.map(({ kind }) => kind))]
