import type { Snippets } from '#shared/contract/requests.ts'
import type { ChannelView, KeyView } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'

const day = 86_400_000

function key(id: string, label: string, now: number, over: Partial<KeyView> = {}): KeyView {
  return {
    id: `key_${id}`,
    kind: 'secret',
    label,
    state: 'active',
    retiresAt: null,
    addedAt: now - 63 * day,
    lastUsedAt: now - 90_000,
    kid: null,
    platform: null,
    compromisedAt: null,
    fingerprint: '9c41…b0ce',
    warnings: [],
    available: true,
    ...over,
  }
}

export function sampleChannels(now: number): ChannelView[] {
  const base = { freshnessMinutes: 15, createdAt: now - 63 * day, hasServerToken: false, settings: {} }
  return [
    {
      ...base,
      id: 'chan_shop',
      name: 'Pied Piper shop',
      scheme: 'fernand',
      policy: 'warn',
      origins: ['https://shop.piedpiper.com', 'https://www.piedpiper.com'],
      keys: [
        key('shop2', 'Key from September', now, { state: 'active' }),
        key('shop1', 'Key from March', now, {
          state: 'retiring',
          retiresAt: now + 3 * day,
          lastUsedAt: now - 5 * 3_600_000,
          fingerprint: '07fe…55d1',
        }),
      ],
      counts: { messages: 1_284, verified: 1_102, unverified: 182, wouldRefuse: 182, refused: 0 },
      hasServerToken: true,
    },
    {
      ...base,
      id: 'chan_help',
      name: 'Help centre',
      scheme: 'pavior',
      policy: 'observe',
      origins: ['https://example.com', 'https://example.zendesk.com'],
      settings: {
        teamVanityId: 'example-team',
        primaryAuthenticationDomain: 'auth.example.com',
        sharedAuthenticationDomains: ['help.example.com', 'example.zendesk.com'],
      },
      keys: [
        key('help1', 'Team API key', now, {
          fingerprint: 'e120…7c3a',
          warnings: ['This key is shorter than 32 characters.'],
        }),
      ],
      counts: { messages: 406, verified: 251, unverified: 155, wouldRefuse: 155, refused: 0 },
    },
    {
      ...base,
      id: 'chan_bank',
      name: 'Northwind banking',
      scheme: 'talkative',
      policy: 'enforce',
      origins: ['https://bank.northwind.test'],
      settings: { identityLabels: { Email: 'email', 'Customer number': 'id' }, unsignedFields: ['Topic', 'Language'] },
      keys: [
        key('bank1', 'ec_public.pem', now, { kind: 'publicKey', fingerprint: '51ab…90ff' }),
        key('bank0', 'Old signing key', now, {
          kind: 'publicKey',
          state: 'retired',
          retiresAt: now - 12 * day,
          lastUsedAt: now - 12 * day,
          fingerprint: 'aa07…1e2d',
        }),
      ],
      counts: { messages: 5_310, verified: 5_310, unverified: 0, wouldRefuse: 0, refused: 47 },
    },
    {
      ...base,
      id: 'chan_bot',
      name: 'Onboarding assistant on a site with a very long name that nobody ever shortened before launch',
      scheme: 'yourgpt',
      policy: 'observe',
      origins: ['https://app.a-rather-long-host-name-that-does-not-wrap.example-company.test'],
      keys: [],
      counts: { messages: 73, verified: 0, unverified: 73, wouldRefuse: 73, refused: 0 },
      freshnessMinutes: 60,
    },
  ]
}

const pageCode: Partial<Record<SchemeName, string>> = {
  yourgpt: `$yourgptChatbot.set('contact:data', {\n  email: user.email,\n  ext_user_id: user.id,\n  name: user.name,\n  user_hash: user.hash,\n})`,
  fernand: `Fernand('set', {\n  user: { name: user.name, email: user.email, hash: user.hash },\n})`,
  pavior: `Pavior('init', {\n  teamVanityId: 'example-team',\n  doChat: true,\n  email: user.email,\n  hmac: user.hmac,\n})`,
  talkative: `TalkativeEngageApi.startChat({\n  signedInteractionData: user.signedInteractionData,\n})`,
}

function describedCode(scheme: SchemeName): string {
  const { page } = vendorOf(scheme)
  return page === 'own' ? '' : page.snippet
}

/** Snippets short enough to look at; the product's come from the main process. */
export function sampleSnippets(scheme: SchemeName, channelId: string, intake: string): Snippets {
  const load = `<script src="${intake}/widget.js" data-channel="${channelId}" defer></script>`
  return {
    page: [
      { label: 'Load the chat', language: 'html', code: load },
      { label: 'Identify the visitor', language: 'javascript', code: pageCode[scheme] ?? describedCode(scheme) },
    ],
    server: [
      {
        label: 'Node',
        language: 'javascript',
        code: `import { createHmac } from 'node:crypto'\n\nconst hash = createHmac('sha256', process.env.CHAT_KEY)\n  .update(user.email, 'utf8')\n  .digest('hex')`,
      },
      {
        label: 'Python',
        language: 'python',
        code: `import hashlib, hmac, os\n\nhash = hmac.new(\n    os.environ['CHAT_KEY'].encode(),\n    user.email.encode(),\n    hashlib.sha256,\n).hexdigest()`,
      },
      { label: 'PHP', language: 'php', code: `$hash = hash_hmac('sha256', $user->email, getenv('CHAT_KEY'));` },
      {
        label: 'Ruby',
        language: 'ruby',
        code: `require 'openssl'\n\nhash = OpenSSL::HMAC.hexdigest('SHA256', ENV['CHAT_KEY'], user.email)`,
      },
    ],
    keyAdvice: 'Keep the key on your server. Anybody who holds it can sign as any of your users.',
  }
}
