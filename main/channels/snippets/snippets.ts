import type { Snippets } from '#shared/contract/requests.ts'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import type { HashRule, Rule } from '#shared/vendors/vendor.ts'
import { usualHash } from '../../identity/keyed-hash.ts'
import { hashRuleOf } from '../../identity/schemes/hash-scheme.ts'
import { tokenRuleOf } from '../../identity/schemes/token-scheme.ts'
import { claimsTokenSnippets } from './claims-token.ts'
import { keyedHashSnippets } from './keyed-hash.ts'
import { pageSnippets } from './page.ts'
import { signedTokenSnippets } from './signed-token.ts'

type KeyKind = 'secret' | 'publicKey' | null

/**
 * What a site copies to use a channel: its page, its server, and where its key comes from. Holds no key.
 * @param keyKind what the channel's keys are, which decides where a site has the choice
 */
export function makeSnippets(
  channel: { id: string; scheme: SchemeName; settings: SchemeSettings },
  intakeUrl: string,
  keyKind: KeyKind = null,
): Snippets {
  const { id, scheme, settings } = channel
  const page = pageSnippets({ scheme, channelId: id, intakeUrl, settings })
  return { page, server: serverSnippets(scheme, settings, keyKind), keyAdvice: keyAdvice(scheme) }
}

function serverSnippets(scheme: SchemeName, settings: SchemeSettings, keyKind: KeyKind): Snippets['server'] {
  if (scheme === 'talkative') return signedTokenSnippets(identityLabel(settings))
  const rule = ruleOf(scheme, settings)
  const variable = variables[scheme] ?? `${scheme.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_SECRET`
  return rule.proof === 'hash'
    ? keyedHashSnippets({ rule, variable })
    : claimsTokenSnippets({ rule, settings, variable, keyKind })
}

/** What the vendor's document, or the channel's settings, tell a server to do: of several ways the first, the best one. */
function ruleOf(scheme: SchemeName, settings: SchemeSettings): Rule {
  const { rules } = vendorOf(scheme)
  if (scheme === 'pavior') return paviorRule
  if (rules !== 'own' && rules !== 'settings' && rules[0] !== undefined) return rules[0]
  if (scheme === 'jwt') return tokenRuleOf(settings)
  return (
    hashRuleOf(settings) ?? { ...paviorRule, fields: [{ field: 'email', members: ['email'] }], digestMembers: ['hash'] }
  )
}

const paviorRule: HashRule = {
  proof: 'hash',
  fields: [
    { field: 'id', members: ['id'] },
    { field: 'email', members: ['email'] },
  ],
  digestMembers: ['hmac'],
  ...usualHash,
}

const variables: Partial<Record<SchemeName, string>> = {
  yourgpt: 'YOURGPT_SECRET_KEY',
  fernand: 'FERNAND_SECRET_KEY',
  pavior: 'PAVIOR_API_KEY',
}

function identityLabel({ identityLabels = {} }: SchemeSettings): string {
  const labels = Object.entries(identityLabels)
  const label = labels.find(([, field]) => field === 'email') ?? labels[0]
  return label?.[0] ?? 'Email'
}

/** Where these four have more to say than where the key stands. */
const advice: Partial<Record<SchemeName, string>> = {
  yourgpt:
    'Copy the Secret Key from your chatbot’s dashboard under Widget → Settings. Its characters are the key: do not decode them.',
  fernand:
    'Copy the key from Fernand under Settings → Channels → Support widget → Show advanced settings. ' +
    'It looks like hexadecimal, and is used as text.',
  pavior: 'Use your team’s API key. It also opens the API, so keep it on the server and nowhere else.',
  talkative:
    'Make a pair with “openssl ecparam -genkey -name prime256v1 -noout -out ec_private.pem” and ' +
    '“openssl ec -in ec_private.pem -pubout -out ec_public.pem”. Paste ec_public.pem here; ec_private.pem stays on your server.',
}

function keyAdvice(scheme: SchemeName): string {
  return advice[scheme] ?? vendorOf(scheme).words.keyHelp
}
