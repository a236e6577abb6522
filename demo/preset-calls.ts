import { vendorOf } from '#shared/vendors/all.ts'
import type { Naming } from './back-end.ts'
import type { DemoChannel } from './channels.ts'
import { demoAudience, demoIssuer } from './channels.ts'
import type { Person } from './people.ts'
import type { Claims } from './signing.ts'
import { keyedHash, makeSecret, makeSigningKey, signClaims, signClaimsWithSecret } from './signing.ts'
import { fillSnippet, scriptText } from './snippets.ts'

type Named = Exclude<Naming, { how: 'nobody' }>

/** How long the shop's tokens count (s). */
const lifetime = 300

/**
 * The call of a vendor that the console knows as a preset, or of the shop's own channel: the snippet that the console
 * itself gives, with its places filled in. Undefined where there is no such way of naming a visitor.
 */
export function presetCall(channel: DemoChannel, naming: Named): string | undefined {
  if (naming.how === 'element' || naming.how === 'borrowed' || naming.how === 'shared-without-proof') return undefined
  const { person } = naming
  if (naming.how === 'unsigned') return fill(channel, person, null)
  const proof = channel.scheme === 'chatwoot' ? hashOf(channel, naming) : tokenOf(channel, naming)
  return proof === undefined ? undefined : fill(channel, person, proof)
}

function hashOf({ secret }: DemoChannel, { how, person }: Named & { person: Person }): string | undefined {
  if (how === 'signed') return keyedHash(secret, person.id)
  return how === 'forged' ? keyedHash(makeSecret(), person.id) : undefined
}

function tokenOf(channel: DemoChannel, { how, person }: Named & { person: Person }): string | undefined {
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now, exp: now + lifetime, jti: crypto.randomUUID() }
  const claims: Claims =
    channel.scheme === 'jwt'
      ? { sub: person.id, email: person.email, iss: demoIssuer, aud: demoAudience, ...times }
      : { user_id: person.id, email: person.email, ...times }
  switch (how) {
    case 'signed':
      return sign(channel, claims)
    case 'forged':
      return sign(
        { ...channel, secret: makeSecret(), signingKey: channel.signingKey && makeSigningKey().secretKey },
        claims,
      )
    case 'expired':
      return sign(channel, { ...claims, iat: now - 2 * lifetime, exp: now - lifetime })
    case 'other-audience':
      return channel.scheme === 'jwt' ? sign(channel, { ...claims, aud: 'the newsletter' }) : undefined
    default:
      return undefined
  }
}

function sign({ secret, signingKey }: DemoChannel, claims: Claims): string {
  return signingKey === null ? signClaimsWithSecret(claims, secret) : signClaims(claims, signingKey)
}

/** Without a proof its line is left out, as by a site that signs nothing. */
function fill({ scheme }: DemoChannel, person: Person, proof: string | null): string {
  const { page } = vendorOf(scheme)
  if (page === 'own') throw new RangeError('this vendor has a document of its own')
  const places = {
    VISITOR_ID: person.id,
    VISITOR_NAME: person.name,
    VISITOR_EMAIL: person.email,
    HASH_FROM_YOUR_SERVER: proof ?? '',
    TOKEN_FROM_YOUR_SERVER: proof ?? '',
  }
  const snippet = proof === null ? page.snippet.replace(/\n.*_FROM_YOUR_SERVER.*/, '') : page.snippet
  const used = Object.entries(places).filter(([place]) => snippet.includes(`'${place}'`))
  return fillSnippet(
    snippet,
    used.map(([place, value]) => [`'${place}'`, scriptText(value)] as const),
  )
}
