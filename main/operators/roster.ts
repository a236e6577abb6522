import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { Sealer } from '../keyring/sealer.ts'
import type { KeyReads } from '../keyring/stored/keys.ts'
import type { RandomBytes } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import { anchorName, openAnchor } from './anchor.ts'
import { type Directory, type DirectoryEntry, readDirectory } from './directory.ts'
import { type SigningKey, sealSecret } from './operator-secret.ts'
import type { PassphraseCost } from './passphrase.ts'
import type { OperatorCommit, OperatorReads, OperatorWrites } from './stored/operators.ts'
import type { TrustAnchor } from './trust.ts'

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

/** Who is known here and whose key counts, as it was last read; every change goes through it, one after another. */
export async function openRoster(parts: OperatorsParts) {
  const { store, sealer, randomBytes, cost } = parts
  let directory: Directory = { entries: [], trust: null }
  let anchor: TrustAnchor | null = null
  let last: Promise<unknown> = Promise.resolve()

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

  return {
    ...parts,
    entries: (): readonly DirectoryEntry[] => directory.entries,
    trust: () => directory.trust,
    anchor: () => anchor,
    find,

    /** @throws ProblemError `not-found` */
    present(id: OperatorId): DirectoryEntry {
      const entry = find(id)
      if (entry === null) throw new ProblemError('not-found', 'This operator does not exist any more.')
      return entry
    },

    /** Does `work` after whatever was begun before: many tries at once are no way around the delay. */
    inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
      const turn = last.then(work, work)
      last = turn.catch(() => undefined)
      return turn
    },

    async commit(input: OperatorCommit): Promise<void> {
      await store.write('operators.commit', input)
      await reload()
    },

    seal: (operatorId: OperatorId, kind: 'start' | 'own', passphrase: string, key: SigningKey) =>
      sealSecret({ sealer, randomBytes, cost }, { operatorId, kind, passphrase, key }),
  }
}
export type Roster = Awaited<ReturnType<typeof openRoster>>

export function viewOf({ id, name, role }: DirectoryEntry): OperatorView {
  return { id, name, role }
}
