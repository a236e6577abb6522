import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import type { ChannelPolicy } from '#shared/domain/channel.ts'
import type { MessageReceipt, OpenReceipt, VisitorContext } from '#shared/domain/envelope.ts'
import type { KeyId, OperatorId, SessionId } from '#shared/domain/ids.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import type { Reads, Writes } from '../../database-parts.ts'
import type { VerificationKey, Verify } from '../../identity/check.ts'
import { verify } from '../../identity/verify.ts'
import { createSecretSearch } from '../../keyring/secret-search.ts'
import { newId } from '../../new-id.ts'
import { createReview } from '../../review/review.ts'
import { openStore } from '../../storage/client.ts'
import { databaseWorkerUrl } from '../../testing/database-worker-url.ts'
import { createClockSkew } from '../clock-skew.ts'
import type { ExposureWatch } from '../exposure.ts'
import { createInbox } from '../inbox.ts'
import type { ChannelFacts } from '../ports.ts'
import { createProofEnds } from '../proof-ends.ts'
import { createRecord } from '../record.ts'

const noDraft: DraftView = { text: '', templateIds: [], revision: 0, held: null, taken: false, position: 0 }

export const secret = 'a-secret-of-the-test-shop'
export const operatorId: OperatorId = 'oper_one'
export const channelId = 'chan_shop' as const

/** The hash that the site's own server would make. */
export function sign(email: string, key = secret): string {
  return createHmac('sha256', key).update(email).digest('hex')
}

/** Fernand's payload: signed by the site, unsigned, or with whatever hash is given. */
export function identity(email: string, hash: string | null = sign(email)): string {
  return JSON.stringify({ email, ...(hash === null ? {} : { hash }) })
}

/** A console's record over a real database file and the real engine, without a network. */
export async function openConsole(
  options: { policy?: ChannelPolicy; path?: string; verify?: Verify; workerUrl?: URL; exposure?: ExposureWatch } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-record-'))
  const databasePath = options.path ?? join(folder, 'bonafide.db')
  const opened = await openStore<Writes, Reads>({
    workerUrl: options.workerUrl ?? databaseWorkerUrl,
    databasePath,
  })
  if (opened.state === 'failed') throw new Error(opened.message)
  const { store } = opened
  const changes: ChangeEvent[] = []
  let now = Date.UTC(2026, 0, 5, 9)
  const clock = () => now
  const channel: ChannelFacts = {
    id: channelId,
    name: 'Shop',
    scheme: 'fernand',
    settings: {},
    policy: options.policy ?? 'observe',
    origins: ['https://shop.example'],
    freshnessMinutes: 30,
    serverTokenDigest: null,
    site: 'shop.example',
  }
  let keys: VerificationKey[] = [
    {
      id: 'key_one',
      state: 'active',
      retiresAt: null,
      kind: 'secret',
      material: createSecretKey(Buffer.from(secret)),
      fingerprint: 'ab'.repeat(32),
    },
  ]
  let keysBroken = false
  const channels = { get: (id: string) => (id === channel.id ? channel : null), doors: () => [] }
  const operators = { nameOf: (id: OperatorId) => (id === operatorId ? 'Ada' : null) }
  const dropped: string[] = []
  const toVisitors = { dropAudience: (contact: string) => void dropped.push(contact) }
  const keyEnds = () =>
    keys.flatMap(({ id, retiresAt }) => (retiresAt === null ? [] : [{ keyId: id as KeyId, retiresAt }]))
  const onChange = (event: ChangeEvent) => void changes.push(event)
  const proofEnds = createProofEnds({ store, keyEnds, toVisitors, clock, onChange })
  const clockSkew = createClockSkew()
  let handedOver = 0
  const record = createRecord({
    onHandedOver: () => void (handedOver += 1),
    clockSkew,
    exposure: options.exposure ?? { search: () => createSecretSearch([]), compromise: async () => {} },
    store,
    channels,
    keyring: {
      keysFor: async () => {
        if (keysBroken) throw new Error('no keystore')
        return { keys, available: true }
      },
    },
    operators,
    verify: options.verify ?? verify,
    proofEnds,
    clock,
    randomBytes,
    onChange,
  })
  const inbox = createInbox({
    store,
    channels,
    operators,
    drafts: { get: async () => ({ reply: noDraft, note: noDraft }) },
    clock,
    onChange,
  })
  const review = createReview({ store, channels, operators, clock, randomBytes, onChange })

  const context = (payload: string | null, rest: Partial<VisitorContext> = {}): VisitorContext => ({
    channelId,
    identity: payload,
    form: null,
    origin: 'https://shop.example',
    pageUrl: 'https://shop.example/cart',
    client: 'Chrome on Linux',
    via: 'widget',
    ...rest,
  })

  return {
    databasePath,
    proofEnds,
    clockSkew,
    /** Contacts whose connections were told to end. */
    dropped,
    /** How often a visitor was given replies that had waited. */
    handedOver: () => handedOver,
    warning: opened.warning,
    store,
    record,
    inbox,
    review,
    channel,
    changes,
    context,
    at: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds
    },
    breakKeys: (broken: boolean) => {
      keysBroken = broken
    },
    useKeys: (next: VerificationKey[]) => {
      keys = next
    },
    async open(payload: string | null, sessionToken: string | null = null) {
      const receipt = await record.open({ context: context(payload), sessionToken, sessionName: null, receivedAt: now })
      return opening(receipt)
    },
    say(
      sessionId: SessionId,
      payload: string | null,
      text: string,
      id: string = newId('m', randomBytes),
    ): Promise<MessageReceipt> {
      now += 1_000
      return record.message({
        context: context(payload),
        sessionId,
        clientMessageId: id,
        text,
        receivedAt: now,
      })
    },
    async close() {
      proofEnds.close()
      await record.flush()
      await store.close()
    },
    async remove() {
      proofEnds.close()
      await record.flush()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Narrows to an accepted receipt, and says what came instead. */
export function accepted(receipt: MessageReceipt) {
  if (receipt.outcome !== 'accepted') throw new Error(`refused: ${receipt.code}`)
  return receipt
}

function opening(receipt: OpenReceipt) {
  if (receipt.outcome !== 'opened') throw new Error(`refused: ${receipt.code}`)
  return receipt
}
