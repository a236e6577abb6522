import { type KeyObject, randomBytes } from 'node:crypto'
import { ProblemError } from '#shared/contract/result.ts'
import type { KeyView } from '#shared/domain/channel.ts'
import type { ChannelId, KeyId, OperatorId } from '#shared/domain/ids.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import type { ExposedForm, ExposurePlace } from '#shared/domain/review.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import type { Platform } from '#shared/vendors/vendor.ts'
import type { Clock } from '../clock.ts'
import type { VerificationKey } from '../identity/check.ts'
import { importJwk, readJwkText } from '../identity/import-jwk.ts'
import { importPublicKeyPem, importSecret, type KeyImport } from '../identity/import-key.ts'
import type { Actor } from '../journal/events.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import { type ChosenKey, chooseKeys, labelOf } from './choose-keys.ts'
import { openFingerprintKey } from './fingerprint-key.ts'
import type { KeyForm } from './inspection.ts'
import { showFingerprint } from './lint.ts'
import { assertNamesKeepSecrets } from './names-of-keys.ts'
import { openSealedKey, sealKey } from './sealed-key.ts'
import type { Sealer } from './sealer.ts'
import type { SearchedSecret, SecretSearch } from './secret-search.ts'
import { createSecretSearch } from './secret-search.ts'
import type { KeyReads, KeyWrites, StoredKey } from './stored/keys.ts'

export interface NewKey {
  channelId: ChannelId
  scheme: SchemeName
  label: string
  /** As it was pasted. */
  material: string
  acceptRepair: boolean
  acceptDegradedKeystore: boolean
  /** The `kid` under which tokens name the key; a JWK's own where it is left out. */
  kid?: string | undefined
  platform?: Platform | undefined
}

export interface Keyring {
  /** Every key of a channel, opened, with its state now. `available` is false when one still in use could not be opened. */
  keysFor(channelId: ChannelId): Promise<{ keys: VerificationKey[]; available: boolean }>
  /** Keys as people may see them, of every channel, with when each was last used. */
  list(): Promise<{ channelId: ChannelId; key: KeyView }[]>
  /** Lints, seals and stores a key. @throws ProblemError `key-refused`, `consent-needed`, `conflict`, `keystore-unavailable` or `not-found` */
  add(by: OperatorId | 'system', key: NewKey): Promise<KeyView>
  /**
   * Ends a key now (null) or at a time (ms). The date may be moved while it has not passed.
   * @throws ProblemError `not-found`, or `conflict` for a key that is retired already
   */
  retire(by: OperatorId | 'system', channelId: ChannelId, keyId: KeyId, at: number | null): Promise<KeyView>
  /** The keys with an end, passed or to come (ms). */
  ends(): { channelId: ChannelId; keyId: KeyId; retiresAt: number }[]
  /** Looks for the secrets of every channel. */
  search(): SecretSearch
  /**
   * Notes that secrets were seen outside. Every key that holds one verifies nothing any more; nobody can take that back.
   * @returns the keys that were not known to be compromised before
   */
  compromise(found: readonly { keyId: KeyId; form: ExposedForm; seenIn: ExposurePlace }[]): Promise<KeyId[]>
  /** Keys of other channels that still count, at most 20: a diagnosis says whether one of them made a proof. */
  keysOfOthers(channelId: ChannelId): VerificationKey[]
  /** Channels of which a key was seen outside, and that have no other to check with. */
  compromisedChannels(): ChannelId[]
  /** How many keys that are still in use this machine's keystore could not open. */
  unopened(): number
}

interface HeldKey extends StoredKey {
  /** Null where the keystore could not open it. */
  opened: Pick<VerificationKey, 'kind' | 'material' | 'fingerprint'> | null
}

/** The keys of every channel, opened once and held in memory of the main process; at rest they are sealed. */
export async function openKeyring(store: Store<KeyWrites, KeyReads>, sealer: Sealer, clock: Clock): Promise<Keyring> {
  // Made on first use where no keystore answers now: until then there is no key to fingerprint either.
  let fingerprintKey = await openFingerprintKey(store, sealer).catch(() => null)
  let held: HeldKey[] = []
  let search = createSecretSearch([])

  const importKey = (kind: 'secret' | 'publicKey', { text, form }: { text: string; form: KeyForm }): KeyImport => {
    if (form === 'jwk') return importJwk(readJwkText(text) ?? {}, fingerprintKey ?? undefined)
    return kind === 'secret' ? importSecret(text, fingerprintKey ?? undefined) : importPublicKeyPem(text, 'token')
  }

  async function readAll(): Promise<void> {
    const sealedById = new Map((await store.read('keys.sealed', {})).map((row) => [row.keyId, row]))
    const next: HeldKey[] = []
    const secrets: SearchedSecret[] = []
    for (const key of await store.read('keys.list', {})) {
      const text = await openSealedKey(sealer, key, sealedById.get(key.id) ?? null)
      const imported = text === null ? null : importKey(key.kind, text)
      // The stored fingerprint is the one that verdicts and journal entries already name.
      const opened = imported?.ok
        ? { kind: key.kind, material: imported.key.material, fingerprint: key.fingerprint }
        : null
      if (opened?.material.type === 'secret') {
        secrets.push({ keyId: key.id, channelId: key.channelId, label: key.label, bytes: opened.material.export() })
      }
      next.push({ ...key, opened })
    }
    held = next
    search = createSecretSearch(secrets)
  }
  // One after another: of two that overlap, the one that began earlier may not have the last word.
  let reloading: Promise<void> = Promise.resolve()
  const reload = (): Promise<void> => {
    const read = () =>
      readAll().catch((error: unknown) => {
        // What is held may be a key that was just retired: nothing is verified with it until it can be read again.
        held = held.map((key) => ({ ...key, opened: null }))
        throw error
      })
    reloading = reloading.then(read, read)
    return reloading
  }
  await reload()

  const view = (key: HeldKey): KeyView => ({
    id: key.id,
    kind: key.kind,
    label: key.label,
    kid: key.kid,
    platform: key.platform,
    compromisedAt: key.compromisedAt,
    state: stateOf(key, clock()),
    retiresAt: key.retiresAt,
    addedAt: key.addedAt,
    lastUsedAt: key.lastUsedAt,
    fingerprint: showFingerprint(key.fingerprint),
    warnings: key.warnings,
    available: key.opened !== null,
  })
  const viewOf = (keyId: KeyId): KeyView => {
    const key = held.find((each) => each.id === keyId)
    if (key === undefined) throw new ProblemError('not-found', 'This key does not exist any more.')
    return view(key)
  }

  return {
    async keysFor(channelId) {
      const now = clock()
      const ofChannel = held.filter((key) => key.channelId === channelId)
      const keys: VerificationKey[] = []
      for (const key of ofChannel) {
        if (key.opened === null) continue
        keys.push(verificationKey(key, key.opened, now))
      }
      const available = ofChannel.every((key) => key.opened !== null || stateOf(key, now) === 'retired')
      return { keys, available }
    },

    async list() {
      const used = new Map((await store.read('keys.list', {})).map((key) => [key.id, key.lastUsedAt]))
      return held.map((key) => ({
        channelId: key.channelId,
        key: view({ ...key, lastUsedAt: used.get(key.id) ?? key.lastUsedAt }),
      }))
    },

    async add(by, { channelId, scheme, label, material, acceptRepair, acceptDegradedKeystore, kid, platform }) {
      const chosen = chooseKeys(scheme, material, acceptRepair)
      assertKeystore(sealer, acceptDegradedKeystore)
      fingerprintKey ??= await openFingerprintKey(store, sealer).catch(() => null)
      if (fingerprintKey === null) throw keystoreUnavailable()
      const inUse = held.filter((key) => key.channelId === channelId && stateOf(key, clock()) !== 'retired')
      const fresh = new Map<string, ChosenKey>()
      const materials: KeyObject[] = []
      const names = [label, kid]
      let known: string | null = null
      // All of a set are looked at before the first of them is stored.
      for (const key of chosen) {
        const imported = importKey(key.kind, key)
        if (!imported.ok) throw new ProblemError('key-refused', imported.problem.message)
        const { fingerprint } = imported.key
        materials.push(imported.key.material)
        if (held.some((each) => each.fingerprint === fingerprint && each.compromisedAt !== null)) throw seenOutside()
        const same = inUse.find((each) => each.fingerprint === fingerprint)
        // A name that was typed is for the one key that was pasted; the keys of a set have their own.
        const named = { ...key, kid: (chosen.length === 1 ? kid : undefined) ?? key.kid }
        if (named.kid !== null) names.push(named.kid)
        if (!same) assertFits(inUse, named)
        if (same?.opened) known = same.label
        else fresh.set(fingerprint, named)
      }
      assertNamesKeepSecrets(names, materials, search)
      const stored: KeyId[] = []
      for (const [fingerprint, key] of fresh) {
        const same = inUse.find((each) => each.fingerprint === fingerprint)
        const keyId = same?.id ?? newId('key', randomBytes)
        const sealed = await sealKey(sealer, { id: keyId, channelId, kind: key.kind }, key.text, key.form).catch(() => {
          throw keystoreUnavailable()
        })
        if (same) {
          await store.write('keys.sealAgain', { keyId, sealed })
        } else {
          const content = {
            channelId,
            keyId,
            kind: key.kind,
            label: labelOf(label, key, chosen),
            fingerprint,
            warnings: key.warnings,
            kid: key.kid,
            algorithm: key.algorithm,
            platform: vendorOf(scheme).secretPerPlatform ? (platform ?? null) : null,
          }
          const added = await store.write('keys.add', { actor: actorOf(by), at: clock(), content, sealed })
          if (added.outcome === 'double') throw alreadyHere(added.label)
          if (added.outcome === 'no-channel')
            throw new ProblemError('not-found', 'This channel does not exist any more.')
        }
        stored.push(keyId)
      }
      const [first] = stored
      if (first === undefined) throw alreadyHere(known ?? label)
      await reload()
      return viewOf(first)
    },

    async retire(by, channelId, keyId, at) {
      const now = clock()
      // A date that has passed means now: what was verified until now was verified.
      const content = { channelId, keyId, at: at === null ? now : Math.max(at, now) }
      const outcome = await store.write('keys.retire', { actor: actorOf(by), at: now, content })
      if (outcome === 'no-key') throw new ProblemError('not-found', 'This channel has no such key.')
      if (outcome === 'ended')
        throw new ProblemError('conflict', 'This key is retired, and stays so. Add a key if the channel needs one.')
      await reload()
      return viewOf(keyId)
    },

    search: () => search,

    async compromise(found) {
      const seen = new Map<KeyId, (typeof found)[number]>()
      for (const one of found) {
        const { fingerprint } = held.find((key) => key.id === one.keyId) ?? {}
        for (const key of held) {
          if (key.fingerprint === fingerprint && key.compromisedAt === null && !seen.has(key.id)) seen.set(key.id, one)
        }
      }
      const contents = held.flatMap((key) => {
        const one = seen.get(key.id)
        return one ? [{ channelId: key.channelId, keyId: key.id, form: one.form, seenIn: one.seenIn }] : []
      })
      if (contents.length === 0) return []
      // At once, also while the store is busy: what is under way is judged with what is known now.
      const now = clock()
      held = held.map((key) => (seen.has(key.id) ? { ...key, compromisedAt: now } : key))
      try {
        await store.write('keys.compromise', { actor: 'system', at: now, contents })
      } catch (error) {
        // What cannot be written down is not known yet: whoever sent it is refused, and it is tried with the next one.
        held = held.map((key) => (seen.has(key.id) ? { ...key, compromisedAt: null } : key))
        throw error
      }
      await reload()
      return [...seen.keys()]
    },

    keysOfOthers(channelId) {
      const now = clock()
      const others = held.filter((key) => key.channelId !== channelId && key.compromisedAt === null)
      return others
        .flatMap((key) => (key.opened === null ? [] : [verificationKey(key, key.opened, now)]))
        .filter(({ state }) => state !== 'retired')
        .slice(0, 20)
    },

    compromisedChannels() {
      const inUse = held.filter((key) => stateOf(key, clock()) !== 'retired')
      const sound = new Set(inUse.filter((key) => key.compromisedAt === null).map(({ channelId }) => channelId))
      return [...new Set(inUse.map(({ channelId }) => channelId))].filter((channelId) => !sound.has(channelId))
    },

    ends: () =>
      held.flatMap(({ id, channelId, retiresAt }) => (retiresAt === null ? [] : [{ channelId, keyId: id, retiresAt }])),

    unopened: () => held.filter((key) => key.opened === null && stateOf(key, clock()) !== 'retired').length,
  }
}

function verificationKey(key: StoredKey, opened: NonNullable<HeldKey['opened']>, now: number): VerificationKey {
  const { id, retiresAt, kid, algorithm, platform, compromisedAt } = key
  const state = stateOf(key, now)
  return { id, state, retiresAt, kid, algorithm, platform, ...opened, compromised: compromisedAt !== null }
}

/** The state of a key at a moment: what it was told to become, and whether that time has come. */
export function stateOf(key: { retiresAt: number | null }, now: number): KeyView['state'] {
  if (key.retiresAt === null) return 'active'
  return now < key.retiresAt ? 'retiring' : 'retired'
}

/** A channel has secrets or public keys, never both, and a token can name each of its keys. */
function assertFits(inUse: readonly HeldKey[], { kind, kid }: Pick<ChosenKey, 'kind' | 'kid'>): void {
  if (inUse.some((key) => key.kind !== kind)) {
    throw new ProblemError(
      'conflict',
      'Secrets and public keys cannot check tokens side by side, so that one can never pass for the other. ' +
        'Retire the keys of the other kind first, or set up a second channel.',
    )
  }
  const named = kid === null ? undefined : inUse.find((key) => (key.kid ?? key.id) === kid)
  if (named !== undefined) {
    throw new ProblemError(
      'conflict',
      `“${named.label}” has the same “kid”, so a token could not say which one it means. Retire it first.`,
    )
  }
}

function assertKeystore(sealer: Sealer, acceptDegraded: boolean): void {
  if (sealer.protection === 'unavailable') throw keystoreUnavailable()
  if (sealer.protection === 'file' && !acceptDegraded) {
    throw new ProblemError(
      'consent-needed',
      `${keystoreWords.file.title}: confirm that this is enough, or store the key on a machine that has a keychain.`,
    )
  }
}

function seenOutside(): ProblemError {
  return new ProblemError('key-refused', 'This secret was seen outside and proves nothing any more. Make a new one.')
}

function alreadyHere(label: string): ProblemError {
  return new ProblemError('conflict', `This key is already here, as “${label}”.`)
}

function keystoreUnavailable(): ProblemError {
  return new ProblemError(
    'keystore-unavailable',
    'This machine’s keystore cannot be used, so the key was not stored: keys are never kept unprotected. ' +
      'Unlock or set up a keyring, then start Bonafide again.',
  )
}

function actorOf(by: OperatorId | 'system'): Actor {
  return by === 'system' ? 'system' : `operator:${by}`
}
