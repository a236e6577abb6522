import type { Snippets } from '#shared/contract/requests.ts'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import type { PageApi, placeholders } from '#shared/vendors/page.ts'
import { stubsOf } from './described-page.ts'

export interface PagePlace {
  scheme: SchemeName
  channelId: string
  intakeUrl: string
  settings: SchemeSettings
}

/** What a page embeds: the widget's script, and the vendor's own call with places to fill in. */
export function pageSnippets(place: PagePlace): Snippets['page'] {
  const page = (label: string, calls: string, stub?: string): Snippets['page'][number] => ({
    label,
    language: 'html',
    code: embed(place, calls, stub ?? stubs[place.scheme] ?? ''),
  })
  switch (place.scheme) {
    case 'yourgpt':
      return [
        page(
          'Page of a signed-in visitor',
          `$yourgptChatbot.set("contact:data", {
  email: "VISITOR_EMAIL",
  phone: "VISITOR_PHONE",
  name: "VISITOR_NAME",
  ext_user_id: "VISITOR_ID",
  user_hash: "HASH_FROM_YOUR_SERVER"
});`,
        ),
      ]
    case 'fernand':
      return [
        page(
          'Page of a signed-in visitor',
          `Fernand('set', {
    user: {
        name: 'VISITOR_NAME',
        email: 'VISITOR_EMAIL',
        hash: 'HASH_FROM_YOUR_SERVER'
    }
})`,
        ),
      ]
    case 'pavior':
      return paviorPages(place, page)
    case 'talkative':
      return [
        page(
          'Page of a signed-in visitor, by call',
          `TalkativeEngageApi.startChat({signedInteractionData: 'SIGNED_DATA_FROM_YOUR_SERVER'})`,
        ),
        {
          label: 'Page of a signed-in visitor, by attribute',
          language: 'html',
          code: `<div id="talkative-engage" :signed-interaction-data="SIGNED_DATA_FROM_YOUR_SERVER"></div>\n${scriptTag(place)}`,
        },
      ]
    default:
      return describedPages(place, page)
  }
}

function describedPages(
  place: PagePlace,
  page: (label: string, calls: string, stub: string) => Snippets['page'][number],
): Snippets['page'] {
  const api = vendorOf(place.scheme).page
  if (api === 'own') return []
  const signedIn = page('Page of a signed-in visitor', customCall(place) ?? api.snippet, stubsOf(api))
  const signOut = signOutCall(api)
  return signOut === null
    ? [signedIn]
    : [signedIn, { label: 'When the visitor signs out', language: 'javascript', code: signOut }]
}

/** The call of a site of one's own, with the members that its channel reads; null for the others. */
function customCall({ scheme, settings }: PagePlace): string | null {
  const identify = (members: readonly (readonly [name: string, place: string])[]) =>
    `Bonafide('identify', {\n${members.map(([name, text]) => `  ${memberName(name)}: '${text}',`).join('\n')}\n})`
  if (scheme === 'hmac' && settings.fields !== undefined) {
    const named = settings.fields.map((field) => [field, placeFor(field)] as const)
    return identify([...named, [settings.digestField ?? 'hash', 'HASH_FROM_YOUR_SERVER']])
  }
  if (scheme === 'jwt' && settings.tokenField !== undefined) {
    return identify([[settings.tokenField, 'TOKEN_FROM_YOUR_SERVER']])
  }
  return null
}

const memberName = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : scriptText(name))

function placeFor(field: string): (typeof placeholders)[number] {
  if (/mail/i.test(field)) return 'VISITOR_EMAIL'
  if (/phone/i.test(field)) return 'VISITOR_PHONE'
  return /name$/i.test(field) ? 'VISITOR_NAME' : 'VISITOR_ID'
}

function signOutCall({ calls }: PageApi): string | null {
  const call = calls.find(({ gives }) => gives === 'nobody')
  if (call === undefined) return null
  const words = call.words.map((word) => `'${word}'`).join(', ')
  return `${call.on.join('.')}(${call.listed === true ? `[${words}]` : words})`
}

function paviorPages(
  place: PagePlace,
  page: (label: string, calls: string) => Snippets['page'][number],
): Snippets['page'] {
  const team = scriptText(place.settings.teamVanityId ?? 'YOUR_TEAM_ID')
  const signedIn = page(
    'Page of a signed-in visitor',
    `Pavior('init', {
  'teamVanityId': ${team},
  'doChat': true,
  'doTimeTravel': true,
  'id': 'VISITOR_ID', // leave this line out if you sign the e-mail
  'email': 'VISITOR_EMAIL',
  'hmac': 'HASH_FROM_YOUR_SERVER',
})`,
  )
  const primary = place.settings.primaryAuthenticationDomain
  if (primary === undefined) return [signedIn]
  return [
    signedIn,
    page(
      'Page on a host that borrows the authentication',
      `Pavior('init', {
  'teamVanityId': ${team},
  'doChat': true,
  'doTimeTravel': true,
  'email': 'VISITOR_EMAIL',
  'hmac': 'HASH_FROM_YOUR_SERVER',
  'shareAuth': ${scriptText(primary)},
})`,
    ),
  ]
}

/** The script is loaded in its own time; a line before it keeps the calls that the page makes earlier. */
const stubs: Partial<Record<SchemeName, string>> = {
  yourgpt:
    'window.$yourgptChatbot = window.$yourgptChatbot || { q: [], set: function () { this.q.push(["set"].concat([].slice.call(arguments))) }, execute: function () { this.q.push(["execute"].concat([].slice.call(arguments))) } };',
  fernand:
    'window.Fernand = window.Fernand || function () { (window.Fernand.q = window.Fernand.q || []).push(arguments) };',
  pavior: 'window.Pavior = window.Pavior || function () { (window.Pavior.q = window.Pavior.q || []).push(arguments) };',
  talkative:
    'window.TalkativeEngageApi = window.TalkativeEngageApi || { q: [], startChat: function () { this.q.push(["startChat"].concat([].slice.call(arguments))) } };',
}

/** A name such as `</script>` would end the script, and a quotation mark the text, if a page put values in as they are. */
const howToFill = '// Your server puts each value in as JSON, with its quotation marks and with < written as \\u003c.'

function embed(place: PagePlace, calls: string, stub: string): string {
  return `<script>${stub}</script>\n${scriptTag(place)}\n<script>\n${howToFill}\n${calls}\n</script>`
}

/** `data-scheme` says whose calls the page makes: the widget installs that vendor's API and no other. */
function scriptTag({ channelId, intakeUrl, scheme }: PagePlace): string {
  return `<script src="${intakeUrl}/widget.js" data-channel="${channelId}" data-scheme="${scheme}" async></script>`
}

/** A JavaScript string literal that is also safe inside a script element. */
function scriptText(value: string): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}
