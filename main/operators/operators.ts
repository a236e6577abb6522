import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView, Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { lintPassphrase, passphraseWords } from '#shared/domain/passphrase.ts'
import type { Clock } from '../clock.ts'
import type { OperatorKeyCause } from '../journal/events.ts'
import type { Sealer } from '../keyring/sealer.ts'
import type { KeyReads } from '../keyring/stored/keys.ts'
import { newId, type RandomBytes } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import { anchorName, openAnchor, sealAnchor } from './anchor.ts'
import { type Directory, type DirectoryEntry, readDirectory } from './directory.ts'
import { makeSigningKey, openSecret, type SigningKey, sealSecret } from './operator-secret.ts'
import { derive, fits, newSalt, newStartPassphrase, type PassphraseCost } from './passphrase.ts'
import { signStatement } from './statements.ts'
import type { OperatorCommit, OperatorReads, OperatorWrites } from './stored/operators.ts'
import { digestWith, type Trust, type TrustAnchor } from './trust.ts'
import { waitLeft } from './try-delay.ts'

export interface OperatorsParts {
  store: Store<OperatorWrites, OperatorReads & KeyReads>
  sealer: Sealer
  clock: Clock
  randomBytes: RandomBytes
  /** How hard a new passphrase is worked on; older ones keep what stands beside them. */
  cost: PassphraseCost
  /** False where the journal does not fit what was kept apart from it: then nobody's key is trusted. */
  journalSound: boolean
}

/** Somebody whose passphrase fitted. `key` is null where the keystore could not open it. */
export interface SignedIn {
  operatorId: OperatorId
  key: SigningKey | null
}

export type SignInOutcome = ({ outcome: 'signed-in' } & SignedIn) | { outcome: 'choose-passphrase' }

/** Who acts, with the unlocked key of their session. */
export interface Acting {
  by: OperatorView
  key: SigningKey | null
}

const wrong = () =>
  new ProblemError('sign-in-refused', 'This operator and passphrase do not fit. Check both and try again.')

/**
 * The people of this console: who they are, their passphrases and their keys. One change or try follows another, so
 * that many at once are no way around the delay.
 */
export async function openOperators(parts: OperatorsParts) {
  const { store, sealer, clock, randomBytes, cost } = parts
  let directory: Directory = { entries: [], trust: null }
  let anchor: TrustAnchor | null = null
  const nobodysSalt = newSalt(randomBytes)
  const nobodysTries = { failures: 0, lastFailedAt: null as number | null }
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }

  async function reload(): Promise<void> {
    const [stored, events, sealed] = await Promise.all([
      store.read('operators.list', {}),
      store.read('operators.keyEvents', {}),
      store.read('keys.sealedValue', { name: anchorName(sealer.backend) }),
    ])
    anchor = parts.journalSound ? await openAnchor(sealer, sealed) : null
    directory = readDirectory(stored, events, anchor)
    // Both database threads judge grants, and neither can open the keystore.
    await store.write('operators.holdAnchor', { anchor })
    await store.read('operators.anchorHeld', { anchor })
  }
  await reload()

  const find = (id: OperatorId): DirectoryEntry | null =>
    directory.entries.find((entry) => entry.id === id && !entry.retired) ?? null
  const present = (id: OperatorId): DirectoryEntry => {
    const entry = find(id)
    if (entry === null) throw new ProblemError('not-found', 'This operator does not exist any more.')
    return entry
  }
  const commit = async (input: OperatorCommit): Promise<void> => {
    await store.write('operators.commit', input)
    await reload()
  }
  const seal = (operatorId: OperatorId, kind: 'start' | 'own', passphrase: string, key: SigningKey) =>
    sealSecret({ sealer, randomBytes, cost }, { operatorId, kind, passphrase, key })

  /** The next statement on top of `trust`, with the anchor that then fits; without a keystore nothing is stated. */
  async function state(
    trust: Trust | null,
    signer: SigningKey | null,
    about: { operatorId: OperatorId; kid: string; x: string; role: Role; state: 'active' | 'ended' },
    cause: OperatorKeyCause,
    actor: `operator:${OperatorId}`,
  ): Promise<{ trust: Trust; events: OperatorCommit['events']; anchor: NonNullable<OperatorCommit['anchor']> } | null> {
    if (signer === null) return null
    const at = clock()
    const n = (trust?.statements ?? 0) + 1
    const statement = await signStatement({ n, ...about, at }, signer)
    const digest = digestWith(trust?.digest ?? '', statement)
    const rootX = trust === null ? signer.x : (anchor?.rootX ?? '')
    const sealed = await sealAnchor(sealer, { rootX, statements: n, digest })
    if (sealed === null) return null
    return {
      trust: { keys: new Map(), statements: n, digest },
      events: [{ type: 'operator.keyStated', actor, at, content: { ...about, cause, statement } }],
      anchor: { name: anchorName(sealer.backend), sealed },
    }
  }

  /** Makes a supervisor's key the one that all others follow from. */
  async function beginKeys(operatorId: OperatorId, passphrase: string, cause: 'first' | 'claimed' | 'anew') {
    const key = makeSigningKey()
    const { kid, x } = key
    const actor = `operator:${operatorId}` as const
    const about = { operatorId, kid, x, role: 'supervisor', state: 'active' } as const
    const stated = await state(null, key, about, cause, actor)
    const secret = await seal(operatorId, 'own', passphrase, key)
    return { key, secret, events: stated?.events ?? [], ...(stated === null ? {} : { anchor: stated.anchor }) }
  }

  /** A signer for statements about others. Where nothing is trusted there is nothing to state. */
  function signerFor({ key }: Acting): SigningKey | null {
    if (directory.trust === null) return null
    const known = key === null ? undefined : directory.trust.keys.get(key.kid)
    if (key === null || known?.state !== 'active' || known.role !== 'supervisor') throw withoutKey()
    return key
  }

  function activeKeyOf(operatorId: OperatorId): { kid: string; x: string } | null {
    for (const [kid, key] of directory.trust?.keys ?? []) {
      if (key.operatorId === operatorId && key.state === 'active') return { kid, x: key.x }
    }
    return null
  }

  /** Ends the key an operator has, if any is trusted, and states the next one on top. */
  async function replaceKey(
    acting: Acting,
    about: { operatorId: OperatorId; role: Role },
    next: { kid: string; x: string } | null,
    cause: OperatorKeyCause,
  ): Promise<Pick<OperatorCommit, 'events' | 'anchor'>> {
    const signer = signerFor(acting)
    const actor = `operator:${acting.by.id}` as const
    let trust = directory.trust
    let result: Pick<OperatorCommit, 'events' | 'anchor'> = { events: [] }
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
  }

  const isSoleSupervisor = (id: OperatorId): boolean =>
    directory.entries.every((entry) => entry.id === id || entry.retired || entry.role !== 'supervisor' || !entry.secret)

  /** A profile from before passphrases: its first supervisor chooses one, and gives the others theirs. */
  const mayClaim = (entry: DirectoryEntry): boolean =>
    entry.secret === null &&
    entry.role === 'supervisor' &&
    directory.entries.every((each) => each.secret === null || each.role !== 'supervisor')

  async function tryPassphrase(operatorId: OperatorId, passphrase: string) {
    const entry = find(operatorId)
    const tries = entry ?? nobodysTries
    const wait = waitLeft(tries, clock())
    if (wait > 0) throw tooManyTries(wait)
    const secret = await store.read('operators.secret', { operatorId })
    const usable = entry === null ? null : secret
    const derived = await derive(passphrase, usable?.salt ?? nobodysSalt, usable ?? cost)
    if (entry !== null && usable !== null && fits(derived, usable)) return { entry, secret: usable, derived }
    if (entry === null) {
      nobodysTries.failures += 1
      nobodysTries.lastFailedAt = clock()
    }
    // Written for operators who do not exist as well: the same answer after the same work.
    await commit({
      events: [{ type: 'operator.signInFailed', actor: 'system', at: clock(), content: { operatorId } }],
    })
    throw wrong()
  }

  /** A secret that was moved here from another row has a passphrase that fits, and not the key that was stated. */
  function isStatedKey(operatorId: OperatorId, opened: SigningKey | null): boolean {
    const stated = [...(directory.trust?.keys ?? [])].filter(
      ([, key]) => key.operatorId === operatorId && key.state === 'active',
    )
    return stated.length === 0 || stated.some(([kid]) => kid === opened?.kid)
  }

  const event = <Type extends 'operator.signedIn' | 'operator.passphraseChosen'>(type: Type, operatorId: OperatorId) =>
    ({ type, actor: `operator:${operatorId}`, at: clock(), content: { operatorId } }) as const

  return {
    /** Everybody who works here now. */
    list: (): OperatorView[] => directory.entries.filter((entry) => !entry.retired).map(viewOf),
    /** Everybody who ever did, with what supervisors need to know. */
    entries: (): readonly DirectoryEntry[] => directory.entries,
    find: (id: OperatorId): OperatorView | null => {
      const entry = find(id)
      return entry === null ? null : viewOf(entry)
    },
    nameOf: (id: OperatorId): string | null => directory.entries.find((entry) => entry.id === id)?.name ?? null,
    mayClaim: (id: OperatorId): boolean => mayClaim(present(id)),
    /** Whether this key may approve now. */
    isSupervisorKey(key: SigningKey): boolean {
      const known = directory.trust?.keys.get(key.kid)
      return known?.state === 'active' && known.role === 'supervisor'
    },

    /** The first person of a new console: a supervisor. */
    begin: ({ name, passphrase }: { name: string; passphrase: string }): Promise<SignedIn> =>
      inTurn(async () => {
        if (directory.entries.length > 0) throw new ProblemError('conflict', 'This console has its first operator.')
        assertGood(passphrase, name)
        const operatorId = newId('oper', randomBytes)
        const { key, secret, events, ...rest } = await beginKeys(operatorId, passphrase, 'first')
        const content = { operatorId, name, role: 'supervisor' } as const
        const added = { type: 'operator.added', actor: 'system', at: clock(), content } as const
        const signedIn = event('operator.signedIn', operatorId)
        await commit({ events: [added, ...events, signedIn], secret, ...rest })
        return { operatorId, key }
      }),

    /** A supervisor of a profile from before passphrases chooses one. */
    claim: ({ operatorId, passphrase }: { operatorId: OperatorId; passphrase: string }): Promise<SignedIn> =>
      inTurn(async () => {
        const entry = find(operatorId)
        if (entry === null || !mayClaim(entry)) throw wrong()
        assertGood(passphrase, entry.name)
        const { key, secret, events, ...rest } = await beginKeys(operatorId, passphrase, 'claimed')
        const chosen = [event('operator.passphraseChosen', operatorId), event('operator.signedIn', operatorId)]
        await commit({ events: [...events, ...chosen], secret, ...rest })
        return { operatorId, key }
      }),

    /**
     * @param newPassphrase what a person chooses who was given a start passphrase; null asks whether one is due
     * @throws ProblemError `sign-in-refused`, the same for whatever is wrong; `too-fast` while a delay runs
     */
    signIn: (input: {
      operatorId: OperatorId
      passphrase: string
      newPassphrase: string | null
    }): Promise<SignInOutcome> =>
      inTurn(async () => {
        const { operatorId, passphrase, newPassphrase } = input
        const { entry, secret, derived } = await tryPassphrase(operatorId, passphrase)
        const opened = await openSecret(sealer, secret, derived)
        if (!isStatedKey(operatorId, opened)) throw wrong()
        if (secret.kind === 'own') {
          await commit({ events: [event('operator.signedIn', operatorId)] })
          return { outcome: 'signed-in', operatorId, key: opened }
        }
        if (newPassphrase === null) return { outcome: 'choose-passphrase' }
        assertGood(newPassphrase, entry.name)
        if (newPassphrase === passphrase) throw new ProblemError('input-invalid', 'Choose a passphrase of your own.')
        const key = opened ?? makeSigningKey()
        const chosen = [event('operator.passphraseChosen', operatorId), event('operator.signedIn', operatorId)]
        await commit({ events: chosen, secret: await seal(operatorId, 'own', newPassphrase, key) })
        return { outcome: 'signed-in', operatorId, key: opened }
      }),

    /**
     * A new passphrase for the same key. A supervisor without anybody's trust begins the keys anew by it: that is how
     * a console whose keystore was lost gets its approvals back.
     */
    changePassphrase: (acting: Acting, { current, next }: { current: string; next: string }): Promise<SignedIn> =>
      inTurn(async () => {
        const operatorId = acting.by.id
        const { entry, secret, derived } = await tryPassphrase(operatorId, current)
        assertGood(next, entry.name)
        const chosen = event('operator.passphraseChosen', operatorId)
        if (directory.trust === null && entry.role === 'supervisor' && parts.journalSound) {
          const { key, events, ...rest } = await beginKeys(operatorId, next, 'anew')
          await commit({ events: [...events, chosen], ...rest })
          return { operatorId, key }
        }
        const key = await openSecret(sealer, secret, derived)
        if (key === null && entry.role === 'supervisor') throw withoutKey()
        await commit({ events: [chosen], secret: await seal(operatorId, 'own', next, key ?? makeSigningKey()) })
        return { operatorId, key }
      }),

    /** A new operator, with a passphrase that is shown once and good for choosing an own one. */
    add: (acting: Acting, { name, role }: { name: string; role: Role }) =>
      inTurn(async () => {
        if (directory.entries.some((entry) => !entry.retired && entry.name.toLowerCase() === name.toLowerCase())) {
          throw new ProblemError('conflict', 'There is already an operator of this name.')
        }
        const operatorId = newId('oper', randomBytes)
        const key = makeSigningKey()
        const startPassphrase = newStartPassphrase(randomBytes)
        const stated = await replaceKey(acting, { operatorId, role }, key, 'added')
        const actor = `operator:${acting.by.id}` as const
        const added = { type: 'operator.added', actor, at: clock(), content: { operatorId, name, role } } as const
        const secret = await seal(operatorId, 'start', startPassphrase, key)
        await commit({ ...stated, events: [added, ...stated.events], secret })
        return { operator: { id: operatorId, name, role } satisfies OperatorView, startPassphrase }
      }),

    /** A new key under a new start passphrase. What the old key signed can still be told by its public half. */
    reset: (acting: Acting, operatorId: OperatorId) =>
      inTurn(async () => {
        const entry = present(operatorId)
        if (operatorId === acting.by.id) {
          throw new ProblemError('not-allowed', 'Change your own passphrase instead of resetting it.')
        }
        const key = makeSigningKey()
        const startPassphrase = newStartPassphrase(randomBytes)
        const stated = await replaceKey(acting, { operatorId, role: entry.role }, key, 'reset')
        await commit({ ...stated, secret: await seal(operatorId, 'start', startPassphrase, key) })
        return { operator: viewOf(present(operatorId)), startPassphrase }
      }),

    setRole: (acting: Acting, operatorId: OperatorId, role: Role): Promise<OperatorView> =>
      inTurn(async () => {
        const entry = present(operatorId)
        if (entry.role === role) return viewOf(entry)
        if (role === 'agent' && isSoleSupervisor(operatorId)) throw lastSupervisor()
        const key = activeKeyOf(operatorId)
        if (key === null) {
          throw new ProblemError('conflict', 'Reset this operator’s passphrase first: they have no key in use.')
        }
        await commit(await replaceKey(acting, { operatorId, role }, key, 'role'))
        return viewOf(present(operatorId))
      }),

    /** Ends an operator's key and passphrase. What they did stays under their name. */
    retire: (acting: Acting, operatorId: OperatorId): Promise<void> =>
      inTurn(async () => {
        const { role } = present(operatorId)
        if (isSoleSupervisor(operatorId)) throw lastSupervisor()
        const stated = await replaceKey(acting, { operatorId, role }, null, 'retired')
        const actor = `operator:${acting.by.id}` as const
        const retired = { type: 'operator.retired', actor, at: clock(), content: { operatorId } } as const
        await commit({ ...stated, events: [...stated.events, retired], forget: operatorId })
      }),

    /** Somebody left the console, or it locked. */
    noteLeaving: (
      operatorId: OperatorId,
      left: { type: 'operator.signedOut' } | { type: 'operator.locked'; cause: 'idle' | 'asked' },
    ): Promise<void> => {
      const at = clock()
      if (left.type === 'operator.signedOut') {
        const actor = `operator:${operatorId}` as const
        return store.write('operators.commit', { events: [{ type: left.type, actor, at, content: { operatorId } }] })
      }
      const actor = left.cause === 'asked' ? (`operator:${operatorId}` as const) : 'system'
      const content = { operatorId, cause: left.cause }
      return store.write('operators.commit', { events: [{ type: left.type, actor, at, content }] })
    },
  }
}
export type Operators = Awaited<ReturnType<typeof openOperators>>

/** @throws ProblemError `not-allowed` unless the operator is a supervisor. `what` ends the sentence "Only a supervisor may …". */
export function requireSupervisor(operator: OperatorView, what: string): void {
  if (operator.role !== 'supervisor') {
    throw new ProblemError('not-allowed', `Only a supervisor may ${what}. Ask one.`)
  }
}

function viewOf({ id, name, role }: DirectoryEntry): OperatorView {
  return { id, name, role }
}

function assertGood(passphrase: string, name: string): void {
  const problem = lintPassphrase(passphrase, name)
  if (problem !== null) throw new ProblemError('input-invalid', passphraseWords[problem])
}

function tooManyTries(wait: number): ProblemError {
  const seconds = Math.ceil(wait / 1_000)
  const time = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  return new ProblemError('too-fast', `Too many wrong passphrases. Try again in ${time}.`)
}

function withoutKey(): ProblemError {
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

function lastSupervisor(): ProblemError {
  return new ProblemError('conflict', 'This is the last supervisor. Make another one first.')
}
