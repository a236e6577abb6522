import { createHash, randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ProblemCode } from '#shared/contract/result.ts'
import type { ConversationId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { GrantStanding } from '#shared/domain/reply.ts'
import { projectedTables, projections } from '../../database-parts.ts'
import { checkDatabase } from '../../journal/check-database.ts'
import { makeSigningKey } from '../../operators/operator-secret.ts'
import { migrations } from '../../storage/migrations/all.ts'
import { openForReading } from '../../storage/open.ts'
import { readStamp } from '../../storage/stamp-file.ts'
import { createTestSealer, origin, startConsole, type TestConsole } from '../../testing/console.ts'
import { readGrant, signGrant } from './grant-token.ts'

vi.setConfig({ testTimeout: 120_000 })

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
const problem = (code: ProblemCode) => expect.objectContaining({ name: 'ProblemError', code })
const minute = 60_000
const text = 'Your parcel goes to 5230 Newell Road.'
const sealer = createTestSealer()

/** A console with a supervisor, an agent Mia, and an unverified visitor whom a personal template is locked for. */
async function desk(options: Parameters<typeof startConsole>[0] = {}) {
  const console = await start({ sealer, ...options })
  const { operator: supervisor } = await console.ask('workspace.get', {})
  const mia = await console.addOperator('Mia', 'agent')
  const channel = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: [origin],
    settings: {},
  })
  const visitor = await console.visit(channel.id, { email: 'ann@example.com' })
  const { conversationId } = await visitor.say('Where is my parcel?')
  const { templates } = await console.ask('template.list', { conversationId })
  const [one, other] = templates.filter(({ sensitivity }) => sensitivity === 'personal')
  if (one === undefined || other === undefined) throw new Error('there are too few personal templates')
  return { console, supervisor, mia, channel, conversationId, template: one.id, otherTemplate: other.id }
}
type Desk = Awaited<ReturnType<typeof desk>>

interface Reply {
  conversationId: ConversationId
  text: string
  templateIds: TemplateId[]
}
const replyOf = ({ conversationId, template }: Desk): Reply => ({ conversationId, text, templateIds: [template] })

async function request({ console }: Pick<Desk, 'console'>, reply: Reply) {
  await console.signIn('Mia')
  return (await console.ask('grants.request', { ...reply, note: 'She knows the order number.' })).requestId
}
async function approve({ console }: Pick<Desk, 'console'>, requestId: `greq_${string}`, by = 'Supervisor') {
  await console.signIn(by)
  return console.ask('grants.approve', { requestId, text, reason: 'Called back on the known number.' })
}
async function granted(at: Desk) {
  const requestId = await request(at, replyOf(at))
  await approve(at, requestId)
  await at.console.signIn('Mia')
  return requestId
}
async function send({ console }: Pick<Desk, 'console'>, reply: Reply) {
  const sent = await console.ask('reply.send', {
    ...reply,
    requestId: randomUUID(),
    mode: 'reply',
    seenPosition: 100,
    askToSignIn: false,
  })
  return sent.outcome
}
const standing = async ({ console }: Pick<Desk, 'console'>, reply: Reply): Promise<GrantStanding> =>
  (await console.ask('reply.preview', reply)).grant

/** Changes the file as somebody with an editor would, whether a console has it open or not. */
function edit(path: string, change: (database: Database.Database) => void): void {
  const database = new Database(path)
  change(database)
  database.close()
}
const again = async (at: Desk, change: (database: Database.Database) => void) => {
  await at.console.stop()
  edit(at.console.databasePath, change)
  const console = await start({ profileFolder: at.console.profileFolder, sealer, signedIn: false })
  await console.signIn('Mia')
  return { ...at, console }
}
const digest = (value: string) => createHash('sha256').update(value, 'utf8').digest('hex')

describe('a grant', () => {
  it('opens the one reply that was asked for, once, and stands in the journal', async () => {
    const at = await desk()
    const reply = replyOf(at)
    await at.console.signIn('Mia')
    expect(await send(at, reply)).toBe('blocked')
    await granted(at)
    expect(await standing(at, reply)).toBe('valid')
    expect(await send(at, reply)).toBe('sent')
    expect(await standing(at, reply)).toBe('used')
    expect(await send(at, reply)).toBe('blocked')
    const { rows } = await at.console.ask('grants.mine', { conversationId: at.conversationId })
    expect(rows).toMatchObject([{ state: 'used', decidedBy: 'Supervisor', operator: { name: 'Mia' } }])
    await at.console.stop()

    const handle = openForReading(at.console.databasePath)
    const events = handle.sql
      .prepare(`SELECT type, actor FROM journal WHERE type LIKE 'grant.%' OR type = 'reply.sent' ORDER BY seq`)
      .all()
    expect(events).toEqual([
      { type: 'grant.requested', actor: `operator:${at.mia.id}` },
      { type: 'grant.approved', actor: `operator:${at.supervisor.id}` },
      { type: 'reply.sent', actor: `operator:${at.mia.id}` },
      { type: 'grant.used', actor: `operator:${at.mia.id}` },
    ])
    const stamp = readStamp(`${at.console.databasePath}.head.json`)
    expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp }).findings).toEqual([])
    handle.sql.close()
  })

  it('is a JWS that another library verifies with the journalled key', async () => {
    const at = await desk()
    await granted(at)
    await at.console.stop()
    const database = new Database(at.console.databasePath, { readonly: true })
    const { token } = database.prepare('SELECT token FROM grant_requests').get() as { token: string }
    const contents = database
      .prepare(
        `SELECT json FROM journal_content WHERE seq IN (SELECT seq FROM journal WHERE type = 'operator.keyStated')`,
      )
      .all() as { json: string }[]
    database.close()
    const { kid } = decodeProtectedHeader(token)
    const { x } =
      contents.map(({ json }) => JSON.parse(json) as { kid: string; x: string }).find((key) => key.kid === kid) ?? {}
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: x ?? '' }, 'EdDSA')
    const { payload } = await jwtVerify(token, key, { algorithms: ['EdDSA'], typ: 'bonafide-grant+jwt' })
    expect(payload).toMatchObject({
      iss: at.supervisor.id,
      sub: at.mia.id,
      conversation: at.conversationId,
      text: digest(text),
      templates: [[at.template, 1]],
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(15 * 60)
  })

  it('opens nothing for another text, template, conversation or agent', async () => {
    const at = await desk()
    await granted(at)
    const reply = replyOf(at)
    for (const other of [
      { ...reply, text: `${text} ` },
      { ...reply, text: text.replace('5230', '5231') },
      { ...reply, templateIds: [at.otherTemplate] },
      { ...reply, templateIds: [at.template, at.otherTemplate] },
    ]) {
      expect(await standing(at, other)).not.toBe('valid')
      expect(await send(at, other)).toBe('blocked')
    }
    await at.console.signIn('Supervisor')
    expect(await standing(at, reply)).toBe('none')
    const visitor = await at.console.visit(at.channel.id, { email: 'bob@example.com' })
    const { conversationId } = await visitor.say('And mine?')
    await at.console.signIn('Mia')
    expect(await standing(at, { ...reply, conversationId })).toBe('none')
    expect(await send(at, { ...reply, conversationId })).toBe('blocked')
    // The grant is still there for what it is for.
    expect(await send(at, reply)).toBe('sent')
  })

  it('opens nothing for another version of its template', async () => {
    const at = await desk()
    await granted(at)
    await at.console.signIn('Supervisor')
    const { template } = await at.console.ask('template.read', { templateId: at.template })
    const { id, version, title, body, sensitivity, tags } = template
    await at.console.ask('template.save', {
      templateId: id,
      baseVersion: version,
      title,
      body: `${body ?? ''} And more.`,
      sensitivity,
      tags,
      alternativeId: null,
    })
    await at.console.signIn('Mia')
    expect(await standing(at, replyOf(at))).toBe('bound-elsewhere')
    expect(await send(at, replyOf(at))).toBe('blocked')
  })

  it('ends after 15 minutes, and is not there yet where a clock was set back', async () => {
    const at = await desk()
    await granted(at)
    const reply = replyOf(at)
    at.console.advance(14 * minute)
    expect(await standing(at, reply)).toBe('valid')
    at.console.advance(minute)
    expect(await standing(at, reply)).toBe('expired')
    expect(await send(at, reply)).toBe('blocked')
    expect((await at.console.ask('grants.mine', { conversationId: at.conversationId })).rows[0]?.state).toBe('expired')
    at.console.leave(-40 * minute)
    await at.console.signIn('Mia')
    expect(await standing(at, reply)).toBe('expired')
  })

  it('survives a restart, and its use does too', async () => {
    const at = await desk()
    await granted(at)
    const later = await again(at, () => {})
    expect(await send(later, replyOf(at))).toBe('sent')
    const last = await again(later, () => {})
    expect(await standing(last, replyOf(at))).toBe('used')
    expect(await send(last, replyOf(at))).toBe('blocked')
  })

  it('does not outlive the supervisor’s key: reset, made an agent, or retired', async () => {
    for (const end of ['reset', 'role', 'retire'] as const) {
      const at = await desk()
      await at.console.signIn('Supervisor')
      const second = await at.console.addOperator('Sue', 'supervisor')
      const requestId = await request(at, replyOf(at))
      await approve(at, requestId, 'Sue')
      await at.console.signIn('Mia')
      expect(await standing(at, replyOf(at))).toBe('valid')
      await at.console.signIn('Supervisor')
      if (end === 'reset') await at.console.ask('operators.reset', { operatorId: second.id })
      if (end === 'role') await at.console.ask('operators.setRole', { operatorId: second.id, role: 'agent' })
      if (end === 'retire') await at.console.ask('operators.retire', { operatorId: second.id })
      await at.console.signIn('Mia')
      expect(await standing(at, replyOf(at))).toBe('signer-refused')
      expect(await send(at, replyOf(at))).toBe('blocked')
    }
  })
})

describe('a request', () => {
  it('is decided by a supervisor who is somebody else, on the text that was read, and once', async () => {
    const at = await desk()
    const requestId = await request(at, replyOf(at))
    const decision = { requestId, text, reason: 'Fine.' }
    await expect(at.console.ask('grants.approve', decision)).rejects.toEqual(problem('not-allowed'))
    await expect(at.console.ask('grants.list', { state: 'waiting', limit: 10 })).rejects.toEqual(problem('not-allowed'))
    await expect(at.console.ask('grants.decline', { requestId, note: 'No.' })).rejects.toEqual(problem('not-allowed'))
    expect((await at.console.ask('workspace.get', {})).counts.overrideRequests).toBe(0)
    // Asking again is the same request.
    expect(await request(at, replyOf(at))).toBe(requestId)

    await at.console.signIn('Supervisor')
    expect((await at.console.ask('workspace.get', {})).counts.overrideRequests).toBe(1)
    const { rows } = await at.console.ask('grants.list', { state: 'waiting', limit: 10 })
    expect(rows).toMatchObject([
      { id: requestId, text, note: 'She knows the order number.', reasons: ['not-verified'], state: 'waiting' },
    ])
    expect(rows[0]?.templates).toMatchObject([{ id: at.template, version: 1, sensitivity: 'personal' }])
    await expect(at.console.ask('grants.approve', { ...decision, text: 'Something else.' })).rejects.toEqual(
      problem('conflict'),
    )
    expect(await at.console.ask('grants.decline', { requestId, note: 'No proof at all.' })).toMatchObject({
      state: 'declined',
      decision: 'No proof at all.',
    })
    await expect(at.console.ask('grants.approve', decision)).rejects.toEqual(problem('conflict'))

    const own = (await at.console.ask('grants.request', { ...replyOf(at), note: '' })).requestId
    await expect(at.console.ask('grants.approve', { ...decision, requestId: own })).rejects.toEqual(
      problem('not-allowed'),
    )
  })

  it('is not needed for what is not blocked', async () => {
    const at = await desk()
    await at.console.signIn('Mia')
    const open = { conversationId: at.conversationId, text: 'Hello, one moment please.', templateIds: [], note: '' }
    await expect(at.console.ask('grants.request', open)).rejects.toEqual(problem('conflict'))
  })
})

describe('a database that somebody edited', () => {
  const grantRow = (database: Database.Database) =>
    database.prepare('SELECT * FROM grant_requests ORDER BY seq LIMIT 1').get() as Record<string, string>

  it('a use that was taken back, or an end that was moved, opens nothing', async () => {
    const at = await desk()
    await granted(at)
    expect(await send(at, replyOf(at))).toBe('sent')
    const unused = `UPDATE grant_requests SET state = 'granted', message_id = NULL`
    for (const sql of [unused, `${unused}, expires_at = expires_at * 2`]) {
      edit(at.console.databasePath, (database) => database.exec(sql))
      expect(await standing(at, replyOf(at))).toBe('used')
      expect(await send(at, replyOf(at))).toBe('blocked')
    }
    const later = await again(at, () => {})
    expect(await send(later, replyOf(at))).toBe('blocked')
  })

  it('a used grant copied into a row of its own opens nothing', async () => {
    const at = await desk()
    await granted(at)
    expect(await send(at, replyOf(at))).toBe('sent')
    edit(at.console.databasePath, (database) => {
      const row = { ...grantRow(database), id: 'greq_copy', seq: 9_999_999, state: 'granted', grant_id: 'grnt_copy' }
      const names = Object.keys(row)
      database
        .prepare(`INSERT INTO grant_requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
        .run(...Object.values(row))
    })
    expect(await standing(at, replyOf(at))).toBe('altered')
    expect(await send(at, replyOf(at))).toBe('blocked')
  })

  it('a grant moved to another conversation, agent or text opens nothing there', async () => {
    const at = await desk()
    const visitor = await at.console.visit(at.channel.id, { email: 'bob@example.com' })
    const { conversationId } = await visitor.say('And mine?')
    await granted(at)
    const other = 'Your balance is 100.'
    edit(at.console.databasePath, (database) =>
      database.prepare('UPDATE grant_requests SET conversation_id = ?').run(conversationId),
    )
    expect(await standing(at, { ...replyOf(at), conversationId })).toBe('bound-elsewhere')
    expect(await send(at, { ...replyOf(at), conversationId })).toBe('blocked')
    edit(at.console.databasePath, (database) =>
      database
        .prepare('UPDATE grant_requests SET conversation_id = ?, text = ?, text_digest = ?')
        .run(at.conversationId, other, digest(other)),
    )
    expect(await standing(at, { ...replyOf(at), text: other })).toBe('bound-elsewhere')
    expect(await send(at, { ...replyOf(at), text: other })).toBe('blocked')
  })

  /** A grant as the console would sign it, for the request that waits in this file. */
  const claimsFor = (
    database: Database.Database,
    supervisorId: OperatorId,
    agentId: OperatorId,
    row = grantRow(database),
  ) => {
    const head = database.prepare('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1').get() as {
      seq: number
      hash: Buffer
    }
    const templates = JSON.parse(row['templates'] ?? '[]') as { id: TemplateId; version: number }[]
    return {
      grantId: 'grnt_forged' as const,
      supervisorId,
      agentId,
      conversationId: row['conversation_id'] as ConversationId,
      textDigest: digest(text),
      templates: templates.map(({ id, version }) => ({ id, version })),
      issuedAt: Date.now(),
      expiresAt: Date.now() + 15 * minute,
      after: { seq: head.seq, hash: head.hash.toString('hex') },
    }
  }
  const putIn = (database: Database.Database, token: string) =>
    database
      .prepare(`UPDATE grant_requests SET state = 'granted', grant_id = 'grnt_forged', token = ?, expires_at = ?`)
      .run(token, Date.now() + 15 * minute)

  it('a grant signed by any key that is no supervisor’s opens nothing, whatever the tables and the journal say', async () => {
    const at = await desk()
    await request(at, replyOf(at))
    const forger = makeSigningKey()
    await at.console.stop()
    const database = new Database(at.console.databasePath)
    const token = await signGrant(claimsFor(database, at.supervisor.id, at.mia.id), forger)
    putIn(database, token)
    database.close()
    const first = await again(at, () => {})
    expect(await standing(first, replyOf(at))).toBe('signer-refused')
    expect(await send(first, replyOf(at))).toBe('blocked')

    // The same, with the forger's key put where the supervisor's stands in the journal.
    const second = await again(first, (file) => {
      file.exec('DROP TRIGGER journal_content_keeps_values')
      const row = file
        .prepare(
          `SELECT c.seq, c.json FROM journal j JOIN journal_content c ON c.seq = j.seq WHERE j.type = 'operator.keyStated' ORDER BY j.seq LIMIT 1`,
        )
        .get() as { seq: number; json: string }
      const content = { ...JSON.parse(row.json), kid: forger.kid, x: forger.x }
      file.prepare('UPDATE journal_content SET json = ? WHERE seq = ?').run(JSON.stringify(content), row.seq)
    })
    expect(await standing(second, replyOf(at))).toBe('signer-refused')
    expect(await send(second, replyOf(at))).toBe('blocked')
  })

  it('a grant of which anything was changed opens nothing', async () => {
    const at = await desk()
    await granted(at)
    const changes: ((token: string) => string)[] = [
      (token) => withPayload(token, (payload) => ({ ...payload, exp: Number(payload['exp']) + 900 })),
      (token) => `${token.split('.').slice(0, 2).join('.')}.`,
      (token) => withHeader(token, (header) => ({ ...header, alg: 'none' })),
      (token) => withHeader(token, (header) => ({ ...header, jwk: {} })),
      (token) => withHeader(token, (header) => ({ ...header, typ: 'bonafide-operator+jwt' })),
      (token) => `${token}=`,
      (token) => ` ${token}`,
      () => '',
    ]
    let token = ''
    edit(at.console.databasePath, (database) => {
      token = grantRow(database)['token'] ?? ''
    })
    const put = (value: string) =>
      edit(at.console.databasePath, (database) => database.prepare('UPDATE grant_requests SET token = ?').run(value))
    for (const change of changes) {
      put(change(token))
      expect(await standing(at, replyOf(at))).toBe('altered')
      expect(await send(at, replyOf(at))).toBe('blocked')
    }
    put(token)
    expect(await send(at, replyOf(at))).toBe('sent')
  })

  it('an anchor that is gone, or a journal cut off at its end, trusts nobody', async () => {
    const at = await desk()
    await granted(at)
    expect(await send(at, replyOf(at))).toBe('sent')
    // The use is cut off, together with everything behind it.
    const cut = await again(at, (database) => {
      database.exec(
        'DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_content_keeps_rows; PRAGMA foreign_keys = OFF',
      )
      const { seq } = database.prepare(`SELECT seq FROM journal WHERE type = 'reply.sent'`).get() as { seq: number }
      database.exec(`DELETE FROM journal_content WHERE seq >= ${seq}; DELETE FROM journal WHERE seq >= ${seq}`)
      database.exec(`UPDATE grant_requests SET state = 'granted', message_id = NULL`)
    })
    expect(await standing(cut, replyOf(at))).toBe('signer-refused')
    expect(await send(cut, replyOf(at))).toBe('blocked')
    const lost = await again(cut, (database) =>
      database.exec(`DELETE FROM sealed_values WHERE name LIKE 'operators-anchor%'`),
    )
    expect(await standing(lost, replyOf(at))).toBe('signer-refused')
  })

  it('a console’s grant opens nothing in another console', async () => {
    const at = await desk()
    await granted(at)
    await at.console.stop()
    const profileFolder = mkdtempSync(join(tmpdir(), 'bonafide-console-'))
    cpSync(at.console.profileFolder, profileFolder, { recursive: true })
    const console = await start({ profileFolder, sealer: createTestSealer(), signedIn: false })
    await console.signIn('Mia')
    expect(await standing({ console }, replyOf(at))).toBe('signer-refused')
    expect(await send({ console }, replyOf(at))).toBe('blocked')
  })
})

describe('a token', () => {
  it('is read in one spelling, under its own type and key alone', async () => {
    const key = makeSigningKey()
    const claims = {
      grantId: 'grnt_1' as const,
      supervisorId: 'oper_1' as const,
      agentId: 'oper_2' as const,
      conversationId: 'conv_1' as const,
      textDigest: digest(text),
      templates: [{ id: 'tmpl_1' as const, version: 3 }],
      issuedAt: 1_700_000_000_000,
      expiresAt: 1_700_000_900_000,
      after: { seq: 7, hash: digest('head') },
    }
    const token = await signGrant(claims, key)
    expect(readGrant(token, key.x)).toEqual(claims)
    expect(readGrant(token, makeSigningKey().x)).toBeNull()
    expect(decodeJwt(token).jti).toBe('grnt_1')
    for (const bad of [
      { ...claims, grantId: 'flag_1' },
      { ...claims, textDigest: 'abc' },
      { ...claims, expiresAt: Number.POSITIVE_INFINITY },
      { ...claims, expiresAt: 1_700_000_900_000_000 },
      { ...claims, templates: [{ id: 'tmpl_1', version: 1.5 }] },
      { ...claims, after: { seq: 0, hash: digest('head') } },
    ]) {
      expect(readGrant(await signGrant(bad as typeof claims, key), key.x)).toBeNull()
    }
  })
})

type Json = Record<string, unknown>
const decodePart = (part: string | undefined): Json => JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
const encodePart = (value: Json): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
function withPayload(token: string, change: (payload: Json) => Json): string {
  const [header, payload, signature] = token.split('.')
  return [header, encodePart(change(decodePart(payload))), signature].join('.')
}
function withHeader(token: string, change: (header: Json) => Json): string {
  const [header, payload, signature] = token.split('.')
  return [encodePart(change(decodePart(header))), payload, signature].join('.')
}
