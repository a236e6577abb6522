import type { Snippets } from '#shared/contract/requests.ts'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { keyedHashSnippets } from './keyed-hash.ts'
import { pageSnippets } from './page.ts'
import { signedTokenSnippets } from './signed-token.ts'

/** What a site copies to use a channel: its page, its server, and where its key comes from. Holds no key. */
export function makeSnippets(
  channel: { id: string; scheme: SchemeName; settings: SchemeSettings },
  intakeUrl: string,
): Snippets {
  const { id, scheme, settings } = channel
  const page = pageSnippets({
    scheme,
    channelId: id,
    intakeUrl,
    teamVanityId: settings.teamVanityId ?? null,
    primaryAuthenticationDomain: settings.primaryAuthenticationDomain ?? null,
  })
  return { page, server: serverSnippets(scheme, settings), keyAdvice: keyAdvice(scheme) }
}

function serverSnippets(scheme: SchemeName, settings: SchemeSettings): Snippets['server'] {
  switch (scheme) {
    case 'yourgpt':
    case 'fernand':
    case 'pavior':
      return keyedHashSnippets(scheme)
    case 'talkative':
      return signedTokenSnippets(identityLabel(settings))
    default:
      return []
  }
}

function identityLabel({ identityLabels = {} }: SchemeSettings): string {
  const labels = Object.entries(identityLabels)
  const label = labels.find(([, field]) => field === 'email') ?? labels[0]
  return label?.[0] ?? 'Email'
}

function keyAdvice(scheme: SchemeName): string {
  switch (scheme) {
    case 'yourgpt':
      return 'Copy the Secret Key from your chatbot’s dashboard under Widget → Settings. Its characters are the key: do not decode them.'
    case 'fernand':
      return (
        'Copy the key from Fernand under Settings → Channels → Support widget → Show advanced settings. ' +
        'It looks like hexadecimal, and is used as text.'
      )
    case 'pavior':
      return 'Use your team’s API key. It also opens the API, so keep it on the server and nowhere else.'
    case 'talkative':
      return (
        'Make a pair with “openssl ecparam -genkey -name prime256v1 -noout -out ec_private.pem” and ' +
        '“openssl ec -in ec_private.pem -pubout -out ec_public.pem”. Paste ec_public.pem here; ec_private.pem stays on your server.'
      )
    default:
      return vendorOf(scheme).words.keyHelp
  }
}
