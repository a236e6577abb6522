import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { requestNames } from '#shared/contract/names.ts'
import type { ProblemCode } from '#shared/contract/result.ts'
import type { DemoTools } from '#shared/domain/demo.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import { projectedTables, projections } from './database-parts.ts'
import { checkDatabase } from './journal/check-database.ts'
import { migrations } from './storage/migrations/all.ts'
import { openForReading } from './storage/open.ts'
import { readStamp } from './storage/stamp-file.ts'
import { createTestSealer, origin, startConsole, type TestConsole } from './testing/console.ts'

// A console has two database threads and a server: on a busy machine starting some of them takes its time.
vi.setConfig({ testTimeout: 120_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const otherSecret = 'Zx7pLq2nVb5tRw8yKc1mHs4dGf6jNa3e'
const email = 'ann@example.com'
const signed = (who = email, key = secret) => ({
  user: { name: 'Ann', email: who, hash: createHmac('sha256', key).update(who).digest('hex') },
})
const flat = (who = email, key = secret) => signed(who, key).user

const started: TestConsole[] = []
const start = async (options?: Parameters<typeof startConsole>[0]) => {
  const console = await startConsole(options)
  started.push(console)
  return console
}
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function addChannel(console: TestConsole, policy: 'observe' | 'warn' | 'enforce' = 'observe') {
  return console.ask('channels.add', { name: 'Shop', scheme: 'fernand', policy, origins: [origin], settings: {} })
}
const keyInput = { label: 'Main', acceptRepair: false, acceptDegradedKeystore: false }
async function withChannel(options?: Parameters<typeof startConsole>[0]) {
  const console = await start(options)
  const channel = await addChannel(console)
  const key = await console.ask('keys.add', { ...keyInput, channelId: channel.id, material: secret })
  return { console, channelId: channel.id, key }
}
const problem = (code: ProblemCode) => expect.objectContaining({ name: 'ProblemError', code })

describe('a first start', () => {
  it('has operators, templates and an intake, and nothing else', async () => {
    const console = await start()
    const workspace = await console.ask('workspace.get', {})
    expect(workspace).toMatchObject({
      firstRun: true,
      notices: [],
      keystore: { protection: 'os' },
      intake: { state: 'listening' },
      preferences: { theme: 'system', density: 'comfortable' },
      counts: { waiting: 0, openFlags: 0 },
      demo: null,
    })
    expect(workspace.operators.map(({ name, role }) => [name, role])).toEqual([['Supervisor', 'supervisor']])
    expect(workspace.operator.role).toBe('supervisor')
    expect(Object.keys(console.handlers).toSorted()).toEqual([...requestNames].toSorted())
    expect(statSync(console.databasePath).mode & 0o077).toBe(0)
  })

  it('remembers how it looks, and who may work here', async () => {
    const console = await start()
    await console.workAs('agent')
    await console.ask('workspace.setPreferences', { theme: 'dark' })
    await console.stop()
    const again = await start({ profileFolder: console.profileFolder })
    const workspace = await again.ask('workspace.get', {})
    expect(workspace.operator.role).toBe('supervisor')
    expect(workspace.preferences).toEqual({ theme: 'dark', density: 'comfortable', idleMinutes: 10 })
    expect(workspace.operators).toHaveLength(2)
    expect((await again.ask('template.list', { conversationId: null })).templates.length).toBeGreaterThanOrEqual(10)
  })
})

describe('roles', () => {
  it('keep an agent from everything a supervisor decides', async () => {
    const { console, channelId, key } = await withChannel()
    await console.workAs('agent')
    const channel = {
      name: 'Shop',
      scheme: 'fernand' as const,
      policy: 'observe' as const,
      origins: [origin],
      settings: {},
    }
    const refused = [
      console.ask('channels.add', channel),
      console.ask('channels.update', { channelId, policy: 'enforce' }),
      console.ask('channels.makeServerToken', { channelId }),
      console.ask('channels.testPayload', { channelId, payload: '{}', origin: null }),
      console.ask('keys.lint', { scheme: 'fernand', material: secret }),
      console.ask('keys.add', { ...keyInput, channelId, material: otherSecret }),
      console.ask('keys.retire', { channelId, keyId: key.id, at: null }),
      console.ask('flags.list', { state: 'open', limit: 10 }),
      console.ask('flags.read', { flagId: 'flag_1' }),
      console.ask('flags.decide', { flagIds: ['flag_1'], decision: 'genuine', note: 'me', draft: false }),
      console.ask('flags.settle', { flagIds: ['flag_1'], decision: 'genuine', note: 'me' }),
      console.ask('flags.tellAgent', { flagId: 'flag_1', text: 'hello' }),
      console.ask('identities.list', {}),
      console.ask('identities.block', { flagId: 'flag_1', scope: 'always', note: 'me' }),
      console.ask('identities.unblock', { blockId: 'blck_1', note: 'me' }),
      console.ask('refusals.list', {}),
      console.ask('operators.add', { name: 'Eve', role: 'supervisor' }),
      console.ask('demo.begin', {}),
    ]
    for (const request of refused) await expect(request).rejects.toEqual(problem('not-allowed'))
    expect((await console.ask('channels.list', {})).channels).toHaveLength(1)
  })

  it('show near misses to supervisors only', async () => {
    const { console, channelId } = await withChannel()
    const visitor = await console.visit(channelId, flat('Ann@example.com', secret))
    await visitor.identify({ ...flat(), email: 'Ann@example.com' })
    const { messageId, conversationId } = await visitor.say('Hello')
    const asSupervisor = await console.ask('message.why', { messageId })
    expect(asSupervisor.verdict.reason).toBe('hash-mismatch')
    expect(asSupervisor.hints.length).toBeGreaterThan(0)
    await console.workAs('agent')
    expect((await console.ask('message.why', { messageId })).hints).toEqual([])
    expect((await console.ask('conversation.open', { conversationId })).identity.verdict?.hints).toEqual([])
  })
})

describe('keys', () => {
  it('verify messages, several at a time, until each one ends', async () => {
    const { console, channelId, key } = await withChannel()
    const second = await console.ask('keys.add', { ...keyInput, label: 'New', channelId, material: otherSecret })
    expect((await console.visit(channelId, flat(email, secret))).opened.status).toBe('verified')
    expect((await console.visit(channelId, flat(email, otherSecret))).opened.status).toBe('verified')

    const retiring = await console.ask('keys.retire', { channelId, keyId: key.id, at: Date.now() + 60_000 })
    expect(retiring.state).toBe('retiring')
    expect((await console.visit(channelId, flat(email, secret))).opened.status).toBe('verified')
    console.advance(61_000)
    expect((await console.visit(channelId, flat(email, secret))).opened.status).toBe('failed')
    expect((await console.visit(channelId, flat(email, otherSecret))).opened.status).toBe('verified')
    const visitor = await console.visit(channelId, flat(email, otherSecret))
    await visitor.say('Hello')

    const [channel] = (await console.ask('channels.list', {})).channels
    const [first, newer] = channel?.keys ?? []
    expect(first).toMatchObject({ id: key.id, state: 'retired', available: true })
    expect(newer).toMatchObject({ id: second.id, state: 'active' })
    expect(newer?.lastUsedAt).toBeGreaterThan(first?.lastUsedAt ?? 0)
    expect(channel?.counts).toMatchObject({ messages: 1, verified: 1, unverified: 0 })
  })

  it('are refused by the lint, with its reason', async () => {
    const { console, channelId } = await withChannel()
    const add = (material: string, acceptRepair = false) =>
      console.ask('keys.add', { ...keyInput, channelId, material, acceptRepair })
    await expect(add('ladygaga')).rejects.toEqual(problem('key-refused'))
    await expect(add('-----BEGIN EC PRIVATE KEY-----\nMHc')).rejects.toEqual(problem('key-refused'))
    await expect(add(secret)).rejects.toEqual(problem('conflict'))
    const asPasted = await add(`${otherSecret}\n`)
    expect(asPasted.warnings).toHaveLength(1)
    const repaired = await add(`${otherSecret}\n`, true)
    expect(repaired.warnings).toEqual([])
    expect((await console.visit(channelId, flat(email, `${otherSecret}\n`))).opened.status).toBe('verified')
    expect((await console.visit(channelId, flat(email, otherSecret))).opened.status).toBe('verified')
  })

  it('are nowhere on the disk, in no answer and in no event', async () => {
    const { console, channelId } = await withChannel()
    const visitor = await console.visit(channelId, flat())
    const { messageId, conversationId } = await visitor.say('Hello')
    const answers = [
      await console.ask('channels.list', {}),
      await console.ask('channels.snippets', { channelId }),
      await console.ask('channels.testPayload', { channelId, payload: JSON.stringify(flat()), origin }),
      await console.ask('message.why', { messageId }),
      await console.ask('conversation.open', { conversationId }),
      await console.ask('keys.lint', { scheme: 'fernand', material: `${secret} ` }),
    ]
    const spellings = (value: string) => [
      value,
      Buffer.from(value).toString('hex'),
      Buffer.from(value).toString('base64').replace(/=+$/, ''),
      Buffer.from(value).toString('base64url'),
      Buffer.from(value, 'utf16le').toString('latin1'),
    ]
    const hash = createHmac('sha256', secret).update(email).digest('hex')
    for (const spelling of [...spellings(secret), hash]) expect(JSON.stringify(answers)).not.toContain(spelling)
    const look = () => {
      const files = readdirSync(console.profileFolder)
      expect(files.length).toBeGreaterThan(1)
      for (const file of files) {
        const bytes = readFileSync(join(console.profileFolder, file)).toString('latin1')
        for (const spelling of [...spellings(secret), hash]) expect(bytes.includes(spelling), file).toBe(false)
      }
    }
    look()
    await console.stop()
    look()
  })

  it('have fingerprints that cannot be tried: the same secret has another one in another workspace', async () => {
    const one = await withChannel()
    const other = await withChannel()
    expect(one.key.fingerprint).toMatch(/^[0-9a-f]{4}…[0-9a-f]{4}$/)
    expect(one.key.fingerprint).not.toBe(other.key.fingerprint)
  })

  it('need consent where only file permissions protect them', async () => {
    const console = await start({ sealer: createTestSealer({ protection: 'file', backend: 'basic_text' }) })
    const { id: channelId } = await addChannel(console)
    const input = { ...keyInput, channelId, material: secret }
    await expect(console.ask('keys.add', input)).rejects.toEqual(problem('consent-needed'))
    await console.ask('keys.add', { ...input, acceptDegradedKeystore: true })
    expect(console.notices()).toEqual([{ id: 'keystore', severity: 'warning', ...keystoreWords.file }])
  })

  it('are refused where no keystore answers', async () => {
    const console = await start({ sealer: createTestSealer({ protection: 'unavailable', backend: 'none' }) })
    const { id: channelId } = await addChannel(console)
    const input = { ...keyInput, channelId, material: secret, acceptDegradedKeystore: true }
    await expect(console.ask('keys.add', input)).rejects.toEqual(problem('keystore-unavailable'))
    expect(console.notices()[0]).toMatchObject({ id: 'keystore', severity: 'error' })
  })

  it('that the keystore cannot open leave messages unchecked, never verified, and can be pasted again', async () => {
    const sealer = createTestSealer()
    for (const trouble of [
      createTestSealer(),
      createTestSealer({ backend: 'another' }),
      { ...sealer, open: () => Promise.reject(new Error('locked')) },
    ]) {
      const { console, channelId, key } = await withChannel({ sealer })
      await console.stop()
      const later = await start({ profileFolder: console.profileFolder, sealer: trouble })
      const visitor = await later.visit(channelId, flat())
      expect(visitor.opened.status).toBe('unchecked')
      const { conversationId } = await visitor.say('Hello')
      const { row } = await later.ask('conversation.open', { conversationId })
      expect(row.standing).toMatchObject({ status: 'unchecked', reason: 'keys-unavailable' })
      expect((await later.ask('channels.list', {})).channels[0]?.keys[0]).toMatchObject({
        id: key.id,
        available: false,
      })
      expect(later.notices()[0]).toMatchObject({ id: 'keystore', severity: 'error' })
      await later.stop()
      const healed = await start({ profileFolder: console.profileFolder, sealer })
      expect((await healed.visit(channelId, flat())).opened.status).toBe('verified')
      expect(healed.notices()).toEqual([])
    }
  })

  it('that moved to another row of the database open as nothing', async () => {
    const sealer = createTestSealer()
    const { console, channelId } = await withChannel({ sealer })
    await console.ask('keys.add', { ...keyInput, channelId, material: otherSecret })
    await console.stop()
    const { default: Sqlite } = await import('better-sqlite3')
    const sql = new Sqlite(console.databasePath)
    sql.exec(`UPDATE sealed_keys SET sealed = (SELECT sealed FROM sealed_keys ORDER BY rowid DESC LIMIT 1)`)
    sql.close()
    const later = await start({ profileFolder: console.profileFolder, sealer })
    const keys = (await later.ask('channels.list', {})).channels[0]?.keys ?? []
    expect(keys.map(({ available }) => available)).toEqual([false, true])
  })
})

describe('replies', () => {
  const send = (console: TestConsole, conversationId: ConversationId, change: object) =>
    console.ask('reply.send', {
      conversationId,
      requestId: randomUUID(),
      mode: 'reply',
      text: 'Thank you for your message.',
      templateIds: [],
      seenPosition: 1,
      askToSignIn: false,
      ...change,
    })
  const template = async (console: TestConsole, conversationId: ConversationId | null, title: string) => {
    const found = (await console.ask('template.list', { conversationId })).templates.find(
      (each) => each.title === title,
    )
    if (found === undefined) throw new Error(`no template ${title}`)
    return found
  }
  async function conversation(identity: unknown) {
    const { console, channelId } = await withChannel()
    const visitor = await console.visit(channelId, identity)
    const { conversationId } = await visitor.say('Hello')
    return { console, channelId, visitor, conversationId }
  }

  it('reach the visitor once, and are delivered when the widget says so', async () => {
    const { console, visitor, conversationId } = await conversation(flat())
    await console.ask('draft.save', { conversationId, mode: 'reply', text: 'Than' })
    expect((await console.ask('conversation.open', { conversationId })).draft.reply.text).toBe('Than')
    const first = await send(console, conversationId, { requestId: 'request-one', askToSignIn: true })
    const again = await send(console, conversationId, { requestId: 'request-one', askToSignIn: true })
    if (first.outcome !== 'sent' || again.outcome !== 'sent') throw new Error('not sent')
    expect([first.duplicate, again.duplicate, again.message.id]).toEqual([false, true, first.message.id])
    await expect(send(console, conversationId, { requestId: 'request-one', text: 'Other' })).rejects.toEqual(
      problem('conflict'),
    )

    const reply = await visitor.next('reply')
    expect(reply).toMatchObject({ request: 'identify-again', message: { id: first.message.id, name: 'Supervisor' } })
    visitor.send({ type: 'received', messageId: first.message.id })
    await expect
      .poll(async () => (await console.ask('conversation.open', { conversationId })).messages.at(-1)?.delivery)
      .toBe('delivered')
    const view = await console.ask('conversation.open', { conversationId })
    expect(view.messages.map(({ kind }) => kind)).toEqual(['visitor', 'reply'])
    // Asking to sign in is no reply to what was being written.
    expect(view.draft.reply.text).toBe('Than')
  })

  it('wait in the history for a visitor who is away', async () => {
    const { console, channelId, visitor, conversationId } = await conversation(flat())
    visitor.socket.terminate()
    await expect
      .poll(async () => {
        const sent = await send(console, conversationId, { seenPosition: 99 })
        return sent.outcome
      })
      .toBe('sent')
    const back = await console.visit(channelId, flat())
    expect(back.opened.history.filter(({ from }) => from === 'agent')).toHaveLength(1)
    const impostor = await console.visit(channelId, { email })
    expect(impostor.opened.history).toEqual([])
  })

  it('with a locked template are refused, however they are sent', async () => {
    const { console, visitor, conversationId } = await conversation({ email })
    for (const title of ['Order status', 'Password reset link']) {
      const locked = await template(console, conversationId, title)
      expect(locked).toMatchObject({ body: null, lock: { code: 'not-verified' } })
      const render = console.ask('template.render', { conversationId, templateId: locked.id })
      await expect(render).rejects.toEqual(problem('not-allowed'))
      const direct = await send(console, conversationId, { templateIds: [locked.id] })
      expect(direct).toMatchObject({ outcome: 'blocked', reasons: [{ code: 'not-verified' }] })
    }
    const typed = await send(console, conversationId, {
      text: `i have sent  a link to set a NEW password to ${email}.`,
    })
    expect(typed).toMatchObject({
      outcome: 'blocked',
      reasons: [{ code: 'not-verified' }, { code: 'secret-in-text' }],
    })
    const unheardOf = await send(console, conversationId, { templateIds: ['tmpl_none'] })
    expect(unheardOf).toMatchObject({ outcome: 'blocked', reasons: [{ code: 'unknown-template' }] })

    expect((await console.ask('conversation.open', { conversationId })).messages).toHaveLength(1)
    expect(visitor.arrived.filter(({ type }) => type === 'reply')).toEqual([])
    const { rows } = await console.ask('flags.list', { state: 'open', limit: 10 })
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['blocked-send']))
    const bytes = ['', '-wal'].map((end) => readFileSync(console.databasePath + end).toString('latin1')).join('')
    expect(bytes).not.toContain('a NEW password')
    expect(
      await send(console, conversationId, {
        mode: 'note',
        text: 'Sounds odd: I have sent a link to set a new password',
      }),
    ).toMatchObject({ outcome: 'sent' })
  })

  it('with a sensitive template go to the proven contact alone', async () => {
    const { console, visitor, conversationId } = await conversation(flat())
    const status = await template(console, conversationId, 'Order status')
    expect(status.lock).toBeNull()
    const { text, unresolved } = await console.ask('template.render', { conversationId, templateId: status.id })
    expect(unresolved).toEqual([])
    expect(text).toContain(email)
    expect(await console.ask('reply.preview', { conversationId, templateIds: [status.id], text })).toMatchObject({
      outcome: 'allow',
    })
    expect(await send(console, conversationId, { templateIds: [status.id], text })).toMatchObject({ outcome: 'sent' })
    expect((await visitor.next('reply')).message.text).toBe(text)
    // The same socket without its proof sees none of it.
    expect((await visitor.identify({ email })).history).toEqual([])
  })

  it('are judged by what is true when they are sent, not when they were opened', async () => {
    const { console, visitor, conversationId } = await conversation(flat())
    const reset = await template(console, conversationId, 'Password reset link')
    expect(reset.lock).toBeNull()
    const text = (await console.ask('template.render', { conversationId, templateId: reset.id })).text
    await visitor.identify({ email })
    await visitor.say('And now?')
    const change = { templateIds: [reset.id], text }
    expect(await send(console, conversationId, change)).toMatchObject({
      outcome: 'blocked',
      reasons: [{ code: 'unseen-message' }, { code: 'not-verified' }, { code: 'secret-in-text' }],
    })
    await visitor.identify(flat())
    await visitor.say('It is me')
    // The claim in between raised a serious flag: a supervisor looks at it first.
    const flagged = await send(console, conversationId, { ...change, seenPosition: 3 })
    expect(flagged).toMatchObject({ outcome: 'blocked', reasons: [{ code: 'serious-flag-open' }] })
    const { rows } = await console.ask('flags.list', { state: 'open', limit: 50 })
    const flagIds = rows.map(({ id }) => id)
    await console.ask('flags.decide', { flagIds, decision: 'genuine', note: 'Asked on the phone', draft: false })
    console.advance(16 * 60_000)
    const late = await send(console, conversationId, { ...change, seenPosition: 3 })
    expect(late).toMatchObject({ outcome: 'blocked', reasons: [{ code: 'proof-too-old' }] })
    await console.ask('channels.update', {
      channelId: (await console.ask('channels.list', {})).channels[0]?.id as never,
      freshnessMinutes: 20,
    })
    expect(await send(console, conversationId, { ...change, seenPosition: 3 })).toMatchObject({ outcome: 'sent' })
  })

  it('stop at what is unfilled, unseen or closed', async () => {
    const { console, conversationId } = await conversation(flat())
    const reasons = async (change: object) => {
      const sent = await send(console, conversationId, change)
      return sent.outcome === 'blocked' ? sent.reasons.map(({ code }) => code) : []
    }
    expect(await reasons({ text: 'Dear {{name}}' })).toEqual(['unresolved-variable'])
    expect(await reasons({ seenPosition: 0 })).toEqual(['unseen-message'])
    await console.ask('conversation.close', { conversationId })
    expect(await reasons({})).toEqual(['conversation-closed'])
    await expect(send(console, conversationId, { text: ' ' })).rejects.toEqual(problem('input-invalid'))
    await expect(send(console, 'conv_none', {})).rejects.toEqual(problem('not-found'))
    expect((await console.ask('flags.list', { state: 'open', limit: 10 })).rows).toEqual([])
  })

  it('show agents no sensitive template outside a conversation', async () => {
    const console = await start()
    await console.workAs('agent')
    const { templates } = await console.ask('template.list', { conversationId: null })
    for (const { sensitivity, body } of templates) expect(body === null).toBe(sensitivity !== 'public')
  })
})

describe('channels', () => {
  it('let pages in by their exact origin, and count what enforce refuses', async () => {
    const { console, channelId } = await withChannel()
    await expect(console.ask('channels.update', { channelId, origins: ['https://*.example'] })).rejects.toEqual(
      problem('input-invalid'),
    )
    await console.ask('channels.update', { channelId, origins: ['https://other.example'] })
    await expect(console.visit(channelId, null)).rejects.toThrow('origin-not-allowed')
    await console.ask('channels.update', { channelId, origins: ['https://other.example', origin] })
    const visitor = await console.visit(channelId, { email })
    await visitor.say('Hello')
    await console.ask('channels.update', { channelId, policy: 'enforce' })
    visitor.send({ type: 'message', id: 'refused-one', text: 'Hello?' })
    expect(await visitor.next('refused')).toMatchObject({ id: 'refused-one', code: 'unverified-visitor' })
    const [channel] = (await console.ask('channels.list', {})).channels
    expect(channel?.counts).toMatchObject({ messages: 1, unverified: 1, refused: 1 })
    expect(channel?.counts.wouldRefuse).toBeGreaterThanOrEqual(1)
  })

  it('test a payload without a trace in the journal', async () => {
    const { console, channelId } = await withChannel()
    const tested = await console.ask('channels.testPayload', { channelId, payload: JSON.stringify(flat()), origin })
    expect(tested.verdict).toMatchObject({ status: 'verified', field: 'email' })
    const doubled = '{"email":"a@shop.example","email":"b@shop.example"}'
    const bad = await console.ask('channels.testPayload', { channelId, payload: doubled, origin: null })
    expect(bad.verdict).toMatchObject({ status: 'failed', reason: 'payload-malformed' })
    const call = `Fernand('set', { user: { email: 'a@shop.example' } })`
    await expect(console.ask('channels.testPayload', { channelId, payload: call, origin: null })).rejects.toMatchObject(
      {
        code: 'input-invalid',
      },
    )
    expect((await console.ask('channels.list', {})).channels[0]?.counts.messages).toBe(0)
    expect((await console.ask('contacts.list', { query: '', cursor: null, limit: 10 })).rows).toEqual([])
  })

  it('give a server token once, and keep its digest', async () => {
    const { console, channelId } = await withChannel()
    const { token } = await console.ask('channels.makeServerToken', { channelId })
    expect(Buffer.from(token.slice(4), 'base64url').length).toBeGreaterThanOrEqual(16)
    expect((await console.ask('channels.list', {})).channels[0]?.hasServerToken).toBe(true)
    const bytes = ['', '-wal'].map((end) => readFileSync(console.databasePath + end).toString('latin1')).join('')
    expect(bytes).not.toContain(token)
  })

  it('point their snippets at this intake', async () => {
    const { console, channelId } = await withChannel()
    const { url } = (await console.ask('workspace.get', {})).intake
    expect((await console.ask('channels.snippets', { channelId })).page[0]?.code).toContain(`${url}/widget.js`)
    await expect(console.ask('channels.snippets', { channelId: 'chan_none' })).rejects.toEqual(problem('not-found'))
  })
})

describe('trouble', () => {
  it('a database that is none: the console runs, says so, and keeps the file', async () => {
    const profileFolder = mkdtempSync(join(tmpdir(), 'bonafide-console-'))
    writeFileSync(join(profileFolder, 'bonafide.sqlite'), 'these are my holiday pictures, not a database'.repeat(10))
    const before = readFileSync(join(profileFolder, 'bonafide.sqlite'))
    const console = await start({ profileFolder })
    const workspace = await console.ask('workspace.get', {})
    expect(workspace.notices[0]).toMatchObject({ id: 'storage', severity: 'error' })
    expect(workspace.notices[0]?.message).not.toContain(profileFolder)
    for (const name of requestNames) {
      if (['workspace.get', 'session.get', 'session.touch'].includes(name)) continue
      await expect(console.ask(name, {})).rejects.toEqual(problem('storage-unavailable'))
    }
    expect(readFileSync(join(profileFolder, 'bonafide.sqlite')).equals(before)).toBe(true)
  })

  it('a taken port: the console runs and names the port', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port))
    })
    const console = await start({ port })
    const workspace = await console.ask('workspace.get', {})
    expect(workspace.intake).toEqual({ state: 'stopped', url: null })
    expect(workspace.notices[0]).toMatchObject({ id: 'intake' })
    expect(workspace.notices[0]?.message).toContain(String(port))
    expect((await addChannel(console)).name).toBe('Shop')
    await new Promise((resolve) => blocker.close(resolve))
  })
})

it('a database that is gone while the console runs: the workspace still says so', async () => {
  const console = await start()
  await console.close()
  expect((await console.ask('workspace.get', {})).version).toBe('0.0.0')
  await expect(console.ask('channels.list', {})).rejects.toEqual(problem('storage-unavailable'))
})

describe('the journal', () => {
  it('gives every table that people read, after a day’s work', async () => {
    const { console, channelId, key } = await withChannel()
    await console.addOperator('Eve', 'agent')
    await console.ask('keys.add', { ...keyInput, channelId, material: otherSecret })
    await console.ask('keys.retire', { channelId, keyId: key.id, at: Date.now() + 60_000 })
    await console.ask('channels.makeServerToken', { channelId })
    await console.ask('channels.update', { channelId, name: 'Shop 2', policy: 'warn', freshnessMinutes: 7 })
    const visitor = await console.visit(channelId, flat())
    const { conversationId } = await visitor.say('Hello')
    const reply = { conversationId, mode: 'reply', text: 'Hello', seenPosition: 9, askToSignIn: false } as const
    await console.ask('reply.send', { ...reply, templateIds: [], requestId: randomUUID() })
    const { message } = await visitor.next('reply')
    visitor.send({ type: 'received', messageId: message.id })
    await visitor.identify({ email })
    await visitor.say('And now?')
    await console.ask('reply.send', { ...reply, templateIds: ['tmpl_none'], requestId: randomUUID() })
    await console.workAs('agent')
    await console.ask('reply.send', { ...reply, templateIds: [], mode: 'note', requestId: randomUUID() })
    await console.ask('draft.save', { conversationId, mode: 'reply', text: 'Not yet' })
    await console.stop()

    const handle = openForReading(console.databasePath)
    const stamp = readStamp(`${console.databasePath}.head.json`)
    expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp }).findings).toEqual([])
    handle.sql.close()
  })
})

describe('the demo', () => {
  it('is opened once, and can set channels up and nothing else', async () => {
    let opened = 0
    let given: DemoTools | null = null
    const console = await start({
      sealer: createTestSealer({ protection: 'file' }),
      openDemo: async (tools) => {
        opened += 1
        given = tools
        const channel = await tools.addChannel({
          name: 'Demo',
          scheme: 'fernand',
          policy: 'warn',
          origins: [origin],
          settings: {},
          freshnessMinutes: 5,
        })
        const key = await tools.addKey(channel.id, 'Demo key', secret)
        await tools.retireKey(channel.id, key.id, Date.now() + 1000)
        return {
          siteUrl: 'http://shop.localhost:1',
          pages: [{ title: 'Page', url: 'http://shop.localhost:1/' }],
          close: async () => {},
        }
      },
    })
    const [first] = await Promise.all([console.ask('demo.begin', {}), console.ask('demo.begin', {})])
    expect(first.demo?.pages).toHaveLength(1)
    expect(opened).toBe(1)
    expect(Object.keys(given ?? {}).toSorted()).toEqual([
      'addChannel',
      'addKey',
      'intakeUrl',
      'makeServerToken',
      'retireKey',
      'updateChannel',
    ])
    const [channel] = (await console.ask('channels.list', {})).channels
    expect(channel).toMatchObject({ freshnessMinutes: 5, policy: 'warn', keys: [{ state: 'retiring' }] })
    expect(first.firstRun).toBe(false)
  })

  it('says so where it is not at hand', async () => {
    const console = await start()
    await expect(console.ask('demo.begin', {})).rejects.toEqual(problem('not-found'))
  })
})
