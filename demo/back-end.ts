import type { DemoChannel, DemoChannels } from './channels.ts'
import { demoHosts, paviorTeam } from './channels.ts'
import type { Person } from './people.ts'
import { presetCall } from './preset-calls.ts'
import type { InteractionItem } from './signing.ts'
import { alterInteractionData, keyedHash, makeSecret, makeSigningKey, signInteractionData } from './signing.ts'
import type { Filling } from './snippets.ts'
import { documentSnippets, fillSnippet, scriptText } from './snippets.ts'

/** How a page names its visitor. All but `signed` and `borrowed` are what goes wrong, or what somebody tries. */
export type Naming =
  | { how: 'nobody' }
  | { how: 'signed'; person: Person }
  | { how: 'unsigned'; person: Person }
  /** A hash or token made with a key of the forger's own. */
  | { how: 'forged'; person: Person }
  /** Hashed with a capital letter, sent without. */
  | { how: 'other-case'; person: Person }
  /** Hashed over the e-mail although the customer number is there and goes first. */
  | { how: 'lower-field'; person: Person }
  /** A token of `person` whose signed fields were changed to those of `into`. */
  | { how: 'altered'; person: Person; into: Person }
  /** A token that was right and is over. */
  | { how: 'expired'; person: Person }
  /** A token that is right and made out to another service of the same shop. */
  | { how: 'other-audience'; person: Person }
  /** Signed, and the secret itself stands in the page: a mistake that real sites make. */
  | { how: 'leaks-secret'; person: Person }
  /** Pavior: the shop's authentication on another host, with the hash. */
  | { how: 'borrowed'; person: Person }
  /** Pavior: the document's `shareAuth` call alone, which proves nothing here. */
  | { how: 'shared-without-proof' }
  /** Talkative: the element's property in place of the call. */
  | { how: 'element'; person: Person }

/** What the page gets from its back end: the vendor's call, and markup that goes before it. */
export interface PageIdentity {
  /** JavaScript; empty where the page names nobody. */
  script: string
  /** HTML; empty for all but Talkative's element. */
  markup: string
}

/**
 * The vendor's call for a page, as the demo shop's own server would write it into the page.
 * @throws RangeError when a vendor has no such way of naming a visitor
 */
export function identityFor(channels: DemoChannels, channelName: keyof DemoChannels, naming: Naming): PageIdentity {
  if (naming.how === 'nobody') return { script: '', markup: '' }
  const channel = channels[channelName]
  switch (channel.scheme) {
    case 'yourgpt':
      return asScript(yourgptCall(channel, naming))
    case 'fernand':
      return asScript(fernandCall(channel, naming))
    case 'pavior':
      return asScript(paviorCall(channel, naming))
    case 'talkative':
      return talkativeCall(channel, naming)
    default:
      return asScript(presetCall(channel, naming) ?? notOffered(channel, naming))
  }
}

type Named = Exclude<Naming, { how: 'nobody' }>
const asScript = (script: string): PageIdentity => ({ script, markup: '' })
const notOffered = (channel: DemoChannel, naming: Named): never => {
  throw new RangeError(`The ${channel.scheme} pages have no variant "${naming.how}"`)
}

function yourgptCall(channel: DemoChannel, naming: Named): string {
  const call = (person: Person, fillings: Filling[] = []) =>
    fillSnippet(documentSnippets.yourgpt, [
      ['"<valid email>"', scriptText(person.email)],
      ['"<valid phone number>"', scriptText(person.phone)],
      ['"<user name>"', scriptText(person.name)],
      ['"<unique user id>"', scriptText(person.id)],
      ...fillings,
    ])
  const withHash = (person: Person, hash: string) => `const hmac = ${scriptText(hash)};\n${call(person)}`
  switch (naming.how) {
    case 'signed':
      return withHash(naming.person, keyedHash(channel.secret, naming.person.id))
    case 'forged':
      return withHash(naming.person, keyedHash(makeSecret(), naming.person.id))
    case 'lower-field':
      return withHash(naming.person, keyedHash(channel.secret, naming.person.email))
    case 'unsigned':
      return call(naming.person, [[', user_hash: hmac', '']])
    default:
      return notOffered(channel, naming)
  }
}

function fernandCall(channel: DemoChannel, naming: Named): string {
  const named = (person: Person, email: string): Filling[] => [
    [`'Richard'`, scriptText(person.name)],
    [`'richard@piedpiper.com'`, scriptText(email)],
  ]
  const withHash = (person: Person, hash: string) =>
    fillSnippet(documentSnippets.fernandSigned, [
      ...named(person, person.email),
      [`'fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244'`, scriptText(hash)],
    ])
  switch (naming.how) {
    case 'signed':
      return withHash(naming.person, keyedHash(channel.secret, naming.person.email))
    case 'forged':
      return withHash(naming.person, keyedHash(makeSecret(), naming.person.email))
    case 'leaks-secret': {
      const hash = keyedHash(channel.secret, naming.person.email)
      return withHash({ ...naming.person, name: channel.secret }, hash)
    }
    case 'other-case':
      return withHash(naming.person, keyedHash(channel.secret, capitalised(naming.person.email)))
    case 'unsigned':
      return fillSnippet(documentSnippets.fernandUnsigned, named(naming.person, naming.person.email))
    default:
      return notOffered(channel, naming)
  }
}

function paviorCall(channel: DemoChannel, naming: Named): string {
  const team: Filling = [`'YOUR_TEAM_ID'`, scriptText(paviorTeam)]
  const sampleHash = `'hmac': 'ca4e0d714668828ecce7440675f0e520163747de2654cf74a53ca14b9db59832',`
  const withHash = (person: Person, hash: string) =>
    fillSnippet(documentSnippets.paviorSigned, [
      team,
      [`'user@example.com'`, scriptText(person.email)],
      [sampleHash, `'hmac': ${scriptText(hash)},`],
    ])
  const shared = (rest: string) =>
    fillSnippet(documentSnippets.paviorShared, [team, [`'auth.example.com',`, `${scriptText(demoHosts.shop)},${rest}`]])
  switch (naming.how) {
    case 'signed':
      return withHash(naming.person, keyedHash(channel.secret, naming.person.email))
    case 'forged':
      return withHash(naming.person, keyedHash(makeSecret(), naming.person.email))
    case 'lower-field':
      return withHash(naming.person, keyedHash(channel.secret, naming.person.email)).replace(
        `'email':`,
        () => `'id': ${scriptText(naming.person.id)},\n  'email':`,
      )
    case 'unsigned':
      return fillSnippet(documentSnippets.paviorSigned, [
        team,
        [`'user@example.com'`, scriptText(naming.person.email)],
        [`\n  ${sampleHash}`, ''],
      ])
    case 'borrowed': {
      const hash = keyedHash(channel.secret, naming.person.email)
      return shared(`\n  'email': ${scriptText(naming.person.email)},\n  'hmac': ${scriptText(hash)},`)
    }
    case 'shared-without-proof':
      return shared('')
    default:
      return notOffered(channel, naming)
  }
}

function talkativeCall(channel: DemoChannel, naming: Named): PageIdentity {
  const start = (token: string) => fillSnippet(documentSnippets.talkative, [[`'signed-data-here'`, scriptText(token)]])
  const sign = (person: Person, key = channel.signingKey) =>
    signInteractionData(interactionItems(person), key ?? new Uint8Array())
  switch (naming.how) {
    case 'signed':
      return asScript(start(sign(naming.person)))
    case 'forged':
      return asScript(start(sign(naming.person, makeSigningKey().secretKey)))
    case 'altered':
      return asScript(start(alterInteractionData(sign(naming.person), interactionItems(naming.into))))
    case 'unsigned':
      return asScript(
        fillSnippet(documentSnippets.talkative, [
          [
            `signedInteractionData: 'signed-data-here'`,
            `interactionData: ${JSON.stringify(interactionItems(naming.person)).replaceAll('<', '\\u003c')}`,
          ],
        ]),
      )
    case 'element':
      return {
        script: '',
        markup: `<div id="talkative-engage" :signed-interaction-data="${sign(naming.person)}"></div>`,
      }
    default:
      return notOffered(channel, naming)
  }
}

const interactionItems = (person: Person): InteractionItem[] => [
  { label: 'Name', data: person.name, type: 'string' },
  { label: 'Email', data: person.email, type: 'string' },
  { label: 'Customer number', data: person.id, type: 'string' },
]

const capitalised = (email: string) => email.charAt(0).toUpperCase() + email.slice(1)
