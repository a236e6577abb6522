import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { lintPassphrase, passphraseWords } from '#shared/domain/passphrase.ts'
import { newId } from '../new-id.ts'
import type { DirectoryEntry } from './directory.ts'
import { type Acting, type KeyStatements, withoutKey } from './key-statements.ts'
import { makeSigningKey, openSecret, type SigningKey } from './operator-secret.ts'
import { derive, fits, newSalt } from './passphrase.ts'
import type { Roster } from './roster.ts'
import { waitLeft } from './try-delay.ts'

/** Somebody whose passphrase fitted. `key` is null where the keystore could not open it. */
export interface SignedIn {
  operatorId: OperatorId
  key: SigningKey | null
}

export type SignInOutcome = ({ outcome: 'signed-in' } & SignedIn) | { outcome: 'choose-passphrase' }

const wrong = () =>
  new ProblemError('sign-in-refused', 'This operator and passphrase do not fit. Check both and try again.')

/** Who may come in, by which passphrase: the first person, those who come back, and those who choose a new one. */
export function signingIn(roster: Roster, keys: KeyStatements) {
  const { store, sealer, clock, randomBytes, cost } = roster
  const nobodysSalt = newSalt(randomBytes)
  const nobodysTries = { failures: 0, lastFailedAt: null as number | null }

  /** A profile from before passphrases: its first supervisor chooses one, and gives the others theirs. */
  const mayClaim = (entry: DirectoryEntry): boolean =>
    entry.secret === null &&
    entry.role === 'supervisor' &&
    roster.entries().every((each) => each.secret === null || each.role !== 'supervisor')

  async function tryPassphrase(operatorId: OperatorId, passphrase: string) {
    const entry = roster.find(operatorId)
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
    await roster.commit({
      events: [{ type: 'operator.signInFailed', actor: 'system', at: clock(), content: { operatorId } }],
    })
    throw wrong()
  }

  /** A secret that was moved here from another row has a passphrase that fits, and not the key that was stated. */
  function isStatedKey(operatorId: OperatorId, opened: SigningKey | null): boolean {
    const stated = [...(roster.trust()?.keys ?? [])].filter(
      ([, key]) => key.operatorId === operatorId && key.state === 'active',
    )
    return stated.length === 0 || stated.some(([kid]) => kid === opened?.kid)
  }

  const event = <Type extends 'operator.signedIn' | 'operator.passphraseChosen'>(type: Type, operatorId: OperatorId) =>
    ({ type, actor: `operator:${operatorId}`, at: clock(), content: { operatorId } }) as const

  return {
    mayClaim: (id: OperatorId): boolean => mayClaim(roster.present(id)),

    /** The first person of a new console: a supervisor. */
    begin: ({ name, passphrase }: { name: string; passphrase: string }): Promise<SignedIn> =>
      roster.inTurn(async () => {
        if (roster.entries().length > 0) throw new ProblemError('conflict', 'This console has its first operator.')
        assertGood(passphrase, name)
        const operatorId = newId('oper', randomBytes)
        const { key, secret, events, ...rest } = await keys.begin(operatorId, passphrase, 'first')
        const content = { operatorId, name, role: 'supervisor' } as const
        const added = { type: 'operator.added', actor: 'system', at: clock(), content } as const
        const signedIn = event('operator.signedIn', operatorId)
        await roster.commit({ events: [added, ...events, signedIn], secret, ...rest })
        return { operatorId, key }
      }),

    /** A supervisor of a profile from before passphrases chooses one. */
    claim: ({ operatorId, passphrase }: { operatorId: OperatorId; passphrase: string }): Promise<SignedIn> =>
      roster.inTurn(async () => {
        const entry = roster.find(operatorId)
        if (entry === null || !mayClaim(entry)) throw wrong()
        assertGood(passphrase, entry.name)
        const { key, secret, events, ...rest } = await keys.begin(operatorId, passphrase, 'claimed')
        const chosen = [event('operator.passphraseChosen', operatorId), event('operator.signedIn', operatorId)]
        await roster.commit({ events: [...events, ...chosen], secret, ...rest })
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
      roster.inTurn(async () => {
        const { operatorId, passphrase, newPassphrase } = input
        const { entry, secret, derived } = await tryPassphrase(operatorId, passphrase)
        const opened = await openSecret(sealer, secret, derived)
        if (!isStatedKey(operatorId, opened)) throw wrong()
        if (secret.kind === 'own') {
          await roster.commit({ events: [event('operator.signedIn', operatorId)] })
          return { outcome: 'signed-in', operatorId, key: opened }
        }
        if (newPassphrase === null) return { outcome: 'choose-passphrase' }
        assertGood(newPassphrase, entry.name)
        if (newPassphrase === passphrase) throw new ProblemError('input-invalid', 'Choose a passphrase of your own.')
        const key = opened ?? makeSigningKey()
        const chosen = [event('operator.passphraseChosen', operatorId), event('operator.signedIn', operatorId)]
        await roster.commit({ events: chosen, secret: await roster.seal(operatorId, 'own', newPassphrase, key) })
        return { outcome: 'signed-in', operatorId, key: opened }
      }),

    /**
     * A new passphrase for the same key. A supervisor without anybody's trust begins the keys anew by it: that is how
     * a console whose keystore was lost gets its approvals back.
     */
    changePassphrase: (acting: Acting, { current, next }: { current: string; next: string }): Promise<SignedIn> =>
      roster.inTurn(async () => {
        const operatorId = acting.by.id
        const { entry, secret, derived } = await tryPassphrase(operatorId, current)
        assertGood(next, entry.name)
        const chosen = event('operator.passphraseChosen', operatorId)
        if (roster.trust() === null && entry.role === 'supervisor' && roster.journalSound) {
          const { key, events, ...rest } = await keys.begin(operatorId, next, 'anew')
          await roster.commit({ events: [...events, chosen], ...rest })
          return { operatorId, key }
        }
        const key = await openSecret(sealer, secret, derived)
        if (key === null && entry.role === 'supervisor') throw withoutKey()
        await roster.commit({
          events: [chosen],
          secret: await roster.seal(operatorId, 'own', next, key ?? makeSigningKey()),
        })
        return { operatorId, key }
      }),
  }
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
