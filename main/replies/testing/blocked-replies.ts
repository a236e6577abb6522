import { createHmac, createSecretKey } from 'node:crypto'
import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import { projections, writeOperations } from '../../database-parts.ts'
import { requestOf } from '../../identity/testing/signing.ts'
import { verify } from '../../identity/verify.ts'
import { attachProjections, record } from '../../journal/projections.ts'
import { migrations } from '../../storage/migrations/all.ts'
import { openInMemory } from '../../storage/open.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { starterTemplates } from '../starter-templates.ts'
import type { SendInput } from '../stored/send.ts'

type Reply = Partial<SendInput> & { conversationId: ConversationId }

export const start = Date.UTC(2026, 0, 5, 9)
export const minute = 60_000
const channelId = 'chan_shop' as const
const secret = 'a-secret-of-the-test-shop'
export const email = 'ann@example.com'
const signed = (who: string) => ({ email: who, hash: createHmac('sha256', secret).update(who).digest('hex') })

// One of each kind: every try compares the text with all of them anew.
const templatesHere = (['public', 'personal', 'restricted'] as const).flatMap((sensitivity) =>
  starterTemplates.filter((each) => each.sensitivity === sensitivity).slice(0, 1),
)
const templateIds = templatesHere.map((_, index): TemplateId => `tmpl_${index}`)
const restricted = templateIds.slice(2)

/** A database with one conversation of each standing, and a reply for every reason for which the gate blocks one. */
export async function prepareBlockedReplies() {
  const real = openInMemory(migrations)
  attachProjections(real, projections)
  const origins = ['https://shop.example']
  const content = {
    channelId,
    name: 'Shop',
    scheme: 'fernand' as const,
    policy: 'observe' as const,
    origins,
    settings: {},
    freshnessMinutes: 30,
  }
  writeOperations['channels.add'](real, { actor: 'system', at: start, content })
  const templates = templatesHere.map((each, index) => ({ ...each, templateId: templateIds[index] as TemplateId }))
  writeOperations['templates.prepare'](real, { templates, at: start })
  const verified = await arrive(real, 'one', signed(email))
  const claimed = await arrive(real, 'two', { email: 'bob@example.com' })
  const closed = await arrive(real, 'three', signed('cyd@example.com'))
  const flagged = await arrive(real, 'four', signed('dan@example.com'))
  writeOperations['conversation.close'](real, { conversationId: closed, operatorId: 'oper_one', at: start })
  const flag = {
    flagId: 'flag_one',
    kind: 'agent-report',
    severity: 'serious',
    sentence: 'Look.',
    messageId: null,
  } as const
  record(real, { type: 'flag.raised', actor: 'system', at: start, content: { ...flag, conversationId: flagged } })
  const blocked: Record<string, Reply> = {
    'a restricted template to somebody who only claims': {
      conversationId: claimed,
      templateIds: restricted,
    },
    'the wording of a restricted template to somebody who only claims': {
      conversationId: claimed,
      text: templatesHere[2]?.body.replaceAll(/\{\{.*?\}\}/g, 'this') ?? '',
    },
    'a card number to somebody who only claims': { conversationId: claimed, text: 'It is 4111 1111 1111 1111.' },
    'a restricted template under a serious flag': {
      conversationId: flagged,
      templateIds: restricted,
    },
    'a restricted template on an old proof': {
      conversationId: verified,
      templateIds: restricted,
      at: start + 31 * minute,
    },
    'a reply past an unseen message': { conversationId: verified, seenPosition: 0 },
    'a reply into a closed conversation': { conversationId: closed },
    'a text with a gap': { conversationId: verified, text: 'Hello {{visitor.name}}' },
    'a template that is not there': { conversationId: verified, templateIds: ['tmpl_none'] },
  }
  return { real, verified, claimed, restricted, blocked, close: () => void real.sql.close() }
}

/** The reply of an agent who was shown every warning, changed in some members. */
export function inputOf(change: Reply): SendInput {
  return {
    operatorId: 'oper_one',
    requestId: 'request-1',
    mode: 'reply',
    text: 'Thank you for your message.',
    templateIds: [],
    seenPosition: 99,
    askToSignIn: false,
    sendAnyway: true,
    newIds: { message: 'msg_reply', flag: 'flag_reply' },
    at: start + minute,
    ...change,
  }
}

async function arrive(real: WriteHandle, name: string, identity: object): Promise<ConversationId> {
  const key = { id: 'key_one', kind: 'secret', state: 'active', retiresAt: null, fingerprint: 'ab'.repeat(32) } as const
  const keys = [{ ...key, material: createSecretKey(Buffer.from(secret)) }]
  const verdict = await verify(requestOf({ scheme: 'fernand', identity, keys, at: start }))
  const context = { origin: 'https://shop.example', pageUrl: null, client: null, via: 'widget' } as const
  const sessionId = `sess_${name}` as const
  writeOperations['session.open'](real, {
    channelId,
    tokenDigest: null,
    name: null,
    context,
    verdict,
    connected: [],
    newSession: { id: sessionId, tokenDigest: name },
    exposed: [],
    flagIds: [],
    newContactId: `cont_${name}`,
    at: start,
  })
  const stored = writeOperations['message.receive'](real, {
    channelId,
    sessionId,
    clientMessageId: name,
    text: 'Hello',
    verdict,
    connected: [],
    exposed: [],
    policy: 'observe',
    context,
    newIds: {
      message: `msg_${name}`,
      conversation: `conv_${name}`,
      contact: `cont_${name}`,
      flags: Array.from({ length: 8 }, (_, index): `flag_${string}` => `flag_${name}${index}`),
    },
    at: start,
  })
  if (stored.outcome !== 'accepted') throw new Error('not stored')
  return stored.conversationId
}
