import type { Snippets } from '#shared/contract/requests.ts'
import type { HashRule, KeyEncoding, Normalisation } from '#shared/vendors/vendor.ts'
import { jsText, phpText, pythonText, rubyText } from './quoted-text.ts'

/** What a site's server has to be told to make a hash: the rule, and the name of the variable that holds the key. */
export interface HashPlace {
  rule: HashRule
  variable: string
}

/** A keyed hash of one value in four languages, without a library. Every text is its UTF-8 bytes, untouched. */
export function keyedHashSnippets({ rule, variable }: HashPlace): Snippets['server'] {
  const { fields, digestMembers, algorithm, keyEncoding, digest } = rule
  const normalise = fields[0]?.normalise ?? 'none'
  const names = fields.map(({ members, field }) => members[0] ?? field)
  const what =
    names.length === 1
      ? `Sign ${names[0]} exactly as the page sends it${normalise === 'none' ? ': same case, no spaces added or removed' : ''}.`
      : `Sign the first of ${names.join(', ')} that the page sends, exactly as it sends it.`
  const parameter = digestMembers[0] ?? 'hash'
  const sample = fields[0]?.field === 'email' ? 'richard@piedpiper.com' : 'user-42'
  const upper = algorithm.toUpperCase()
  return [
    {
      label: 'Node.js',
      language: 'javascript',
      code: `import { createHmac } from 'node:crypto'

// On your server only: whoever has this key can pose as any visitor.
const secret = process.env.${variable}
if (!secret) throw new Error('${variable} is not set')

// ${what}
export function sign(value) {
  return createHmac('${algorithm}', ${nodeKey(keyEncoding)}).update(${nodeValue(normalise)}, 'utf8').digest('${digest}')
}

// In the page: ${parameter}
console.log(sign(${jsText(sample)}))
`,
    },
    {
      label: 'Python',
      language: 'python',
      code: `${digest === 'hex' && keyEncoding !== 'base64' && keyEncoding !== 'base64url' ? '' : 'import base64\n'}import hashlib
import hmac
import os

# On your server only: whoever has this key can pose as any visitor.
secret = os.environ.get("${variable}")
if not secret:
    raise RuntimeError("${variable} is not set")


# ${what}
def sign(value: str) -> str:
    digest = hmac.new(${pythonKey(keyEncoding)}, ${pythonValue(normalise)}.encode("utf-8"), hashlib.${algorithm})
    return ${pythonDigest(digest)}


# In the page: ${parameter}
print(sign(${pythonText(sample)}))
`,
    },
    {
      label: 'PHP',
      language: 'php',
      code: `<?php
// On your server only: whoever has this key can pose as any visitor.
$secret = getenv('${variable}');
if ($secret === false || $secret === '') {
    throw new RuntimeException('${variable} is not set');
}

// ${what}
function sign(string $value, string $secret): string
{
    return ${phpDigest(digest, `hash_hmac('${algorithm}', ${phpValue(normalise)}, ${phpKey(keyEncoding)}`)};
}

// In the page: ${parameter}
echo sign(${phpText(sample)}, $secret), PHP_EOL;
`,
    },
    {
      label: 'Ruby',
      language: 'ruby',
      code: `require "openssl"

# On your server only: whoever has this key can pose as any visitor.
SECRET = ENV.fetch("${variable}", "")
raise "${variable} is not set" if SECRET.empty?

# ${what}
def sign(value)
  ${rubyDigest(digest, `("${upper}", ${rubyKey(keyEncoding)}, ${rubyValue(normalise)})`)}
end

# In the page: ${parameter}
puts sign(${rubyText(sample)})
`,
    },
  ]
}

const nodeKey = (encoding: KeyEncoding) => (encoding === 'utf8' ? 'secret' : `Buffer.from(secret, '${encoding}')`)

function nodeValue(normalise: Normalisation): string {
  return `value${normalise.startsWith('trim') ? '.trim()' : ''}${normalise.endsWith('lower') ? '.toLowerCase()' : ''}`
}

function pythonKey(encoding: KeyEncoding): string {
  if (encoding === 'utf8') return 'secret.encode("utf-8")'
  if (encoding === 'hex') return 'bytes.fromhex(secret)'
  return encoding === 'base64'
    ? 'base64.b64decode(secret)'
    : 'base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))'
}

function pythonValue(normalise: Normalisation): string {
  return `value${normalise.startsWith('trim') ? '.strip()' : ''}${normalise.endsWith('lower') ? '.lower()' : ''}`
}

function pythonDigest(digest: HashRule['digest']): string {
  if (digest === 'hex') return 'digest.hexdigest()'
  return digest === 'base64'
    ? 'base64.b64encode(digest.digest()).decode("ascii")'
    : 'base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode("ascii")'
}

function phpKey(encoding: KeyEncoding): string {
  if (encoding === 'utf8') return '$secret'
  if (encoding === 'hex') return 'hex2bin($secret)'
  return encoding === 'base64' ? 'base64_decode($secret, true)' : "base64_decode(strtr($secret, '-_', '+/'), true)"
}

function phpValue(normalise: Normalisation): string {
  const trimmed = normalise.startsWith('trim') ? 'trim($value)' : '$value'
  return normalise.endsWith('lower') ? `strtolower(${trimmed})` : trimmed
}

function phpDigest(digest: HashRule['digest'], call: string): string {
  if (digest === 'hex') return `${call})`
  const raw = `base64_encode(${call}, true))`
  return digest === 'base64' ? raw : `rtrim(strtr(${raw}, '+/', '-_'), '=')`
}

function rubyKey(encoding: KeyEncoding): string {
  if (encoding === 'utf8') return 'SECRET'
  if (encoding === 'hex') return '[SECRET].pack("H*")'
  return encoding === 'base64' ? 'SECRET.unpack1("m")' : 'SECRET.tr("-_", "+/").unpack1("m")'
}

function rubyValue(normalise: Normalisation): string {
  return `value${normalise.startsWith('trim') ? '.strip' : ''}${normalise.endsWith('lower') ? '.downcase' : ''}`
}

function rubyDigest(digest: HashRule['digest'], call: string): string {
  if (digest === 'hex') return `OpenSSL::HMAC.hexdigest${call}`
  const raw = `[OpenSSL::HMAC.digest${call}].pack("m0")`
  return digest === 'base64' ? raw : `${raw}.tr("+/", "-_").delete("=")`
}
