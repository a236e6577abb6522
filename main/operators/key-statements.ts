import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView, Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { OperatorKeyCause } from '../journal/events.ts'
import { anchorName, sealAnchor } from './anchor.ts'
import { makeSigningKey, type SigningKey } from './operator-secret.ts'
import type { Roster } from './roster.ts'
import { signStatement } from './statements.ts'
import type { OperatorCommit } from './stored/operators.ts'
import { digestWith, type Trust } from './trust.ts'

/** Who acts, with the unlocked key of their session. */
export interface Acting {
  by: OperatorView
  key: SigningKey | null
}

type Stated = Pick<OperatorCommit, 'events' | 'anchor'>

/** Which key belongs to whom, said by signed statements that stand on one another. */
export function keyStatements(roster: Roster) {
  const { sealer, clock } = roster

  /** The next statement on top of `trust`, with the anchor that then fits; without a keystore nothing is stated. */
  async function state(
    trust: Trust | null,
    signer: SigningKey | null,
    about: { operatorId: OperatorId; kid: string; x: string; role: Role; state: 'active' | 'ended' },
    cause: OperatorKeyCause,
    actor: `operator:${OperatorId}`,
  ): Promise<(Required<Stated> & { trust: Trust }) | null> {
    if (signer === null) return null
    const at = clock()
    const n = (trust?.statements ?? 0) + 1
    const statement = await signStatement({ n, ...about, at }, signer)
    const digest = digestWith(trust?.digest ?? '', statement)
    const rootX = trust === null ? signer.x : (roster.anchor()?.rootX ?? '')
    const sealed = await sealAnchor(sealer, { rootX, statements: n, digest })
    if (sealed === null) return null
    return {
      trust: { keys: new Map(), statements: n, digest },
      events: [{ type: 'operator.keyStated', actor, at, content: { ...about, cause, statement } }],
      anchor: { name: anchorName(sealer.backend), sealed },
    }
  }

  /** A signer for statements about others. Where nothing is trusted there is nothing to state. */
  function signerFor({ key }: Acting): SigningKey | null {
    const trust = roster.trust()
    if (trust === null) return null
    const known = key === null ? undefined : trust.keys.get(key.kid)
    if (key === null || known?.state !== 'active' || known.role !== 'supervisor') throw withoutKey()
    return key
  }

  function activeKeyOf(operatorId: OperatorId): { kid: string; x: string } | null {
    for (const [kid, key] of roster.trust()?.keys ?? []) {
      if (key.operatorId === operatorId && key.state === 'active') return { kid, x: key.x }
    }
    return null
  }

  return {
    activeKeyOf,

    /** Makes a supervisor's key the one that all others follow from. */
    async begin(operatorId: OperatorId, passphrase: string, cause: 'first' | 'claimed' | 'anew') {
      const key = makeSigningKey()
      const { kid, x } = key
      const about = { operatorId, kid, x, role: 'supervisor', state: 'active' } as const
      const stated = await state(null, key, about, cause, `operator:${operatorId}`)
      const secret = await roster.seal(operatorId, 'own', passphrase, key)
      return { key, secret, events: stated?.events ?? [], ...(stated === null ? {} : { anchor: stated.anchor }) }
    },

    /** Ends the key an operator has, if any is trusted, and states the next one on top. */
    async replace(
      acting: Acting,
      about: { operatorId: OperatorId; role: Role },
      next: { kid: string; x: string } | null,
      cause: OperatorKeyCause,
    ): Promise<Stated> {
      const signer = signerFor(acting)
      const actor = `operator:${acting.by.id}` as const
      let trust = roster.trust()
      let result: Stated = { events: [] }
      const old = activeKeyOf(about.operatorId)
      const steps = [
        ...(old !== null && old.kid !== next?.kid ? [{ ...about, ...old, state: 'ended' as const }] : []),
        ...(next === null ? [] : [{ ...about, kid: next.kid, x: next.x, state: 'active' as const }]),
      ]
      for (const step of steps) {
        const stated = await state(trust, signer, step, cause, actor)
        if (stated === null) break
        trust = stated.trust
        result = { events: [...result.events, ...stated.events], anchor: stated.anchor }
      }
      if (signer !== null && steps.length > 0 && result.anchor === undefined) throw withoutKeystore()
      return result
    },
  }
}
export type KeyStatements = ReturnType<typeof keyStatements>

export function withoutKey(): ProblemError {
  return new ProblemError(
    'keystore-unavailable',
    'This needs your signing key, and it could not be opened. Ask another supervisor to reset your passphrase.',
  )
}

function withoutKeystore(): ProblemError {
  return new ProblemError(
    'keystore-unavailable',
    'This machine’s keystore does not answer, so nothing was changed. Unlock it and start Bonafide again.',
  )
}
